-- The sixth version of the tables: what runs computed. Run schema-5-h2.sql before.

-- Zero if the node that wrote the row is of a release that does not know.
ALTER TABLE claimflow_run ADD COLUMN IF NOT EXISTS cpu_us bigint DEFAULT 0 NOT NULL;

-- Those that did not complete are rare, and looked for.
CREATE INDEX IF NOT EXISTS claimflow_run_status ON claimflow_run (status, number);

MERGE INTO claimflow_schema (version, applied_at) KEY (version) VALUES (6, current_timestamp);
