-- Substring search over what an owner wrote. Contentless: the text itself stays in jobs and job_scripts.
-- `owner` holds three characters made of the owner's id, which is one trigram: a search touches one owner's rows only,
-- however many jobs others have. lib/store/jobs/search-expression.ts makes the same three.
CREATE VIRTUAL TABLE jobs_search USING fts5(
  name, description, script, owner,
  content = '',
  columnsize = 0,
  tokenize = 'trigram'
);
--> statement-breakpoint
-- Its trigrams, for words of two characters: those that begin with them.
CREATE VIRTUAL TABLE jobs_search_terms USING fts5vocab(jobs_search, row);
--> statement-breakpoint
-- Each text ends in a line break, so that its last two characters begin a trigram too.
CREATE VIEW jobs_search_rows AS
SELECT
  jobs.seq AS seq,
  jobs.name || char(10) AS name,
  jobs.description || char(10) AS description,
  job_scripts.script || char(10) AS script,
  char(
    57344 + 33 * instr('abcdefghijkmnpqrstuvwxyz23456789', substr(jobs.owner_id, 1, 1)) + instr('abcdefghijkmnpqrstuvwxyz23456789', substr(jobs.owner_id, 2, 1)),
    57344 + 33 * instr('abcdefghijkmnpqrstuvwxyz23456789', substr(jobs.owner_id, 3, 1)) + instr('abcdefghijkmnpqrstuvwxyz23456789', substr(jobs.owner_id, 4, 1)),
    57344 + 33 * instr('abcdefghijkmnpqrstuvwxyz23456789', substr(jobs.owner_id, 5, 1)) + instr('abcdefghijkmnpqrstuvwxyz23456789', substr(jobs.owner_id, 6, 1))
  ) AS owner
FROM jobs
JOIN job_scripts ON job_scripts.seq = jobs.seq;
--> statement-breakpoint
CREATE TRIGGER jobs_search_insert AFTER INSERT ON job_scripts BEGIN
  INSERT INTO jobs_search (rowid, name, description, script, owner)
  SELECT seq, name, description, script, owner FROM jobs_search_rows WHERE seq = new.seq;
END;
--> statement-breakpoint
CREATE TRIGGER jobs_search_before_rename BEFORE UPDATE OF name, description ON jobs BEGIN
  INSERT INTO jobs_search (jobs_search, rowid, name, description, script, owner)
  SELECT 'delete', seq, name, description, script, owner FROM jobs_search_rows WHERE seq = old.seq;
END;
--> statement-breakpoint
CREATE TRIGGER jobs_search_after_rename AFTER UPDATE OF name, description ON jobs BEGIN
  INSERT INTO jobs_search (rowid, name, description, script, owner)
  SELECT seq, name, description, script, owner FROM jobs_search_rows WHERE seq = new.seq;
END;
--> statement-breakpoint
-- Before the job goes, since the foreign key then takes its script along.
CREATE TRIGGER jobs_search_delete BEFORE DELETE ON jobs BEGIN
  INSERT INTO jobs_search (jobs_search, rowid, name, description, script, owner)
  SELECT 'delete', seq, name, description, script, owner FROM jobs_search_rows WHERE seq = old.seq;
END;
