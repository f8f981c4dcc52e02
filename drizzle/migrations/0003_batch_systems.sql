CREATE TABLE `host_questions` (
	`host_id` text NOT NULL,
	`hour` integer NOT NULL,
	`what` text NOT NULL,
	`asked` integer NOT NULL,
	`failed` integer NOT NULL,
	`jobs` integer NOT NULL,
	`took` integer NOT NULL,
	`longest` integer NOT NULL,
	PRIMARY KEY(`host_id`, `hour`, `what`),
	FOREIGN KEY (`host_id`) REFERENCES `hosts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `host_questions_by_hour` ON `host_questions` (`hour`);--> statement-breakpoint
CREATE TABLE `job_dependencies` (
	`job_id` text NOT NULL,
	`on_job_id` text NOT NULL,
	`condition` text NOT NULL,
	PRIMARY KEY(`job_id`, `on_job_id`),
	FOREIGN KEY (`job_id`) REFERENCES `jobs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `job_dependencies_on` ON `job_dependencies` (`on_job_id`);--> statement-breakpoint
CREATE TABLE `job_tasks` (
	`job_id` text NOT NULL,
	`task_index` integer NOT NULL,
	`parameters` text NOT NULL,
	`state` text NOT NULL,
	`queue_reason` text,
	`end_reason` text,
	`exit_code` integer,
	`signal` text,
	`native_id` text,
	`started_at` integer,
	`ended_at` integer,
	`heard_at` integer,
	`silence` text,
	PRIMARY KEY(`job_id`, `task_index`),
	FOREIGN KEY (`job_id`) REFERENCES `jobs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `job_tasks_by_state` ON `job_tasks` (`job_id`,`state`);--> statement-breakpoint
ALTER TABLE `hosts` ADD `offers` text;--> statement-breakpoint
ALTER TABLE `hosts` ADD `asked_at` integer;--> statement-breakpoint
ALTER TABLE `job_scripts` ADD `batch_script` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `scheduler` text DEFAULT 'shell' NOT NULL;--> statement-breakpoint
ALTER TABLE `jobs` ADD `resources` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `task_count` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `jobs` ADD `tasks_at_once` integer;--> statement-breakpoint
ALTER TABLE `jobs` ADD `task_counts` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `queue_state` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `queue_reason` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `expected_start_at` integer;--> statement-breakpoint
ALTER TABLE `jobs` ADD `nodes` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `usage` text;