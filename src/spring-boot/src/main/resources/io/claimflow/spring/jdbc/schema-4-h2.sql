-- The fourth version of the tables: work that comes back. Run schema-3-h2.sql before.

CREATE TABLE IF NOT EXISTS claimflow_work (
  name varchar(200) PRIMARY KEY,
  -- The node that has it, or had it last.
  holder varchar(200) NOT NULL,
  -- Until then nobody else takes it.
  held_until timestamp with time zone NOT NULL,
  -- When the work is due again.
  due_at timestamp with time zone NOT NULL,
  -- What the last holder left for the next one.
  state varchar(10000) NOT NULL
);

MERGE INTO claimflow_schema (version, applied_at) KEY (version) VALUES (4, current_timestamp);
