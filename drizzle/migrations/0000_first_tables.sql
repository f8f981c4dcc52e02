CREATE TABLE `accounts` (
	`user_id` text NOT NULL,
	`type` text NOT NULL,
	`provider` text NOT NULL,
	`provider_account_id` text NOT NULL,
	`refresh_token` text,
	`access_token` text,
	`expires_at` integer,
	`token_type` text,
	`scope` text,
	`id_token` text,
	`session_state` text,
	PRIMARY KEY(`provider`, `provider_account_id`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `attempts` (
	`id` text PRIMARY KEY NOT NULL,
	`job_id` text NOT NULL,
	`number` integer NOT NULL,
	`nonce` text NOT NULL,
	`began_at` integer NOT NULL,
	`started_at` integer,
	`outcome` text,
	FOREIGN KEY (`job_id`) REFERENCES `jobs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `attempts_by_job` ON `attempts` (`job_id`,`number`);--> statement-breakpoint
CREATE TABLE `breakers` (
	`endpoint` text PRIMARY KEY NOT NULL,
	`failures` integer NOT NULL,
	`auth_failures` integer NOT NULL,
	`open_until` integer,
	`last_error` text,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`dedupe_key` text NOT NULL,
	`job_id` text,
	`user_id` text NOT NULL,
	`channel` text NOT NULL,
	`moment` text NOT NULL,
	`recipient` text NOT NULL,
	`state` text NOT NULL,
	`holder` text,
	`tries` integer DEFAULT 0 NOT NULL,
	`note` text,
	`created_at` integer NOT NULL,
	`sent_at` integer,
	FOREIGN KEY (`job_id`) REFERENCES `jobs`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_dedupe_key_unique` ON `deliveries` (`dedupe_key`);--> statement-breakpoint
CREATE INDEX `deliveries_unsent` ON `deliveries` (`state`,`created_at`) WHERE state IN ('waiting', 'sending');--> statement-breakpoint
CREATE INDEX `deliveries_by_job` ON `deliveries` (`job_id`);--> statement-breakpoint
CREATE INDEX `deliveries_by_time` ON `deliveries` (`created_at`);--> statement-breakpoint
CREATE TABLE `hosts` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`address` text NOT NULL,
	`port` integer NOT NULL,
	`username` text NOT NULL,
	`sign_in` text NOT NULL,
	`sealed_credential` text,
	`public_key` text,
	`host_key` text,
	`offered_host_key` text,
	`facts` text,
	`last_contact_at` integer,
	`last_error` text,
	`last_error_at` integer,
	`parked_at` integer,
	`next_poll_at` integer,
	`created_at` integer NOT NULL,
	`deleted_at` integer,
	FOREIGN KEY (`owner_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `hosts_by_owner` ON `hosts` (`owner_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `hosts_by_name` ON `hosts` (`owner_id`,`name`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE TABLE `job_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`job_id` text NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`state` text,
	`text` text,
	FOREIGN KEY (`job_id`) REFERENCES `jobs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `job_events_by_job` ON `job_events` (`job_id`,`id`);--> statement-breakpoint
CREATE TABLE `job_files` (
	`id` text PRIMARY KEY NOT NULL,
	`job_id` text NOT NULL,
	`kind` text NOT NULL,
	`path` text NOT NULL,
	`size` integer NOT NULL,
	`modified_at` integer,
	`sha256` text,
	`executable` integer DEFAULT false NOT NULL,
	`place` text NOT NULL,
	`note` text,
	FOREIGN KEY (`job_id`) REFERENCES `jobs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `job_files_by_path` ON `job_files` (`job_id`,`path`,`kind`);--> statement-breakpoint
CREATE TABLE `job_scripts` (
	`seq` integer PRIMARY KEY NOT NULL,
	`script` text NOT NULL,
	`sealed_environment` text,
	FOREIGN KEY (`seq`) REFERENCES `jobs`(`seq`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `jobs` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`owner_id` text NOT NULL,
	`host_id` text NOT NULL,
	`submission_key` text NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`script_name` text NOT NULL,
	`interpreter` text NOT NULL,
	`arguments` text NOT NULL,
	`working_directory` text NOT NULL,
	`directory` text,
	`walltime_seconds` integer,
	`mail_wish` text,
	`state` text NOT NULL,
	`wait_reason` text,
	`end_reason` text,
	`exit_code` integer,
	`signal` text,
	`failure` text,
	`native_id` text,
	`submitted_at` integer NOT NULL,
	`started_at` integer,
	`ended_at` integer,
	`heard_at` integer,
	`silence` text,
	`cancel_requested_at` integer,
	`resubmitted_from` text,
	`stdout_size` integer DEFAULT 0 NOT NULL,
	`stderr_size` integer DEFAULT 0 NOT NULL,
	`collected_at` integer,
	`deleted_at` integer,
	`remove_remote` integer DEFAULT false NOT NULL,
	FOREIGN KEY (`owner_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`host_id`) REFERENCES `hosts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_id_unique` ON `jobs` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_by_submission` ON `jobs` (`owner_id`,`submission_key`);--> statement-breakpoint
CREATE INDEX `jobs_by_owner` ON `jobs` (`owner_id`,`seq`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `jobs_by_owner_state` ON `jobs` (`owner_id`,`state`,`seq`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `jobs_by_owner_host` ON `jobs` (`owner_id`,`host_id`,`state`,`seq`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `jobs_by_owner_time` ON `jobs` (`owner_id`,`submitted_at`,`seq`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `jobs_unfinished` ON `jobs` (`host_id`,`state`) WHERE state IN ('new', 'stage_in', 'queued', 'active', 'stage_out');--> statement-breakpoint
CREATE INDEX `jobs_to_remove` ON `jobs` (`host_id`) WHERE remove_remote = 1;--> statement-breakpoint
CREATE TABLE `made_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`public_key` text NOT NULL,
	`sealed_private_key` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`owner_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`session_token` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`expires` integer NOT NULL,
	`created_at` integer,
	`last_seen_at` integer,
	`user_agent` text,
	`address` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `sessions_by_user` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE TABLE `settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `uploads` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`name` text NOT NULL,
	`size` integer NOT NULL,
	`sha256` text,
	`created_at` integer NOT NULL,
	`finished_at` integer,
	FOREIGN KEY (`owner_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `uploads_by_age` ON `uploads` (`created_at`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer,
	`image` text,
	`password_hash` text,
	`role` text DEFAULT 'member' NOT NULL,
	`disabled_at` integer,
	`mail_wish` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email_unique` ON `users` (`email`);--> statement-breakpoint
CREATE TABLE `verification_tokens` (
	`identifier` text NOT NULL,
	`token` text NOT NULL,
	`expires` integer NOT NULL,
	PRIMARY KEY(`identifier`, `token`)
);
