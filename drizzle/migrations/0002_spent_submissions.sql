CREATE TABLE `spent_submissions` (
	`owner_id` text NOT NULL,
	`submission_key` text NOT NULL,
	PRIMARY KEY(`owner_id`, `submission_key`),
	FOREIGN KEY (`owner_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
