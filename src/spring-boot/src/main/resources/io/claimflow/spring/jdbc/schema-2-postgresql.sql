-- The second version of the tables: deployments. Run schema-postgresql.sql before.

-- Each version that this database has.
CREATE TABLE IF NOT EXISTS claimflow_schema (
  version integer PRIMARY KEY,
  applied_at timestamp with time zone NOT NULL
);

-- What was built. A row never changes, but for kept_until.
CREATE TABLE IF NOT EXISTS claimflow_deployment (
  number bigint PRIMARY KEY,
  digest varchar(100) NOT NULL UNIQUE,
  -- STORED or REFUSED. What is live is in claimflow_live alone.
  state varchar(20) NOT NULL,
  -- FOLDER, PUSH, GIT or PROMOTED.
  source varchar(20) NOT NULL,
  commit_id varchar(100),
  author varchar(200),
  message varchar(1000),
  promoted_from varchar(200),
  pushed_by varchar(200) NOT NULL,
  pushed_at timestamp with time zone NOT NULL,
  -- Of the zip file: its size, and its SHA-256.
  bytes bigint NOT NULL,
  bytes_digest varchar(64) NOT NULL,
  -- Whether a server of this database made the programs from the sources.
  verified boolean NOT NULL,
  -- A zip file; empty if it was refused.
  artifact bytea NOT NULL,
  -- JSON
  problems text NOT NULL,
  -- JSON
  warnings text NOT NULL,
  -- Until then it is not removed, whatever is newer.
  kept_until timestamp with time zone,
  -- Authenticates the row.
  code varchar(200) NOT NULL
);

-- It is compressed already.
ALTER TABLE claimflow_deployment ALTER COLUMN artifact SET STORAGE EXTERNAL;

-- The one row that says what is live.
CREATE TABLE IF NOT EXISTS claimflow_live (
  id integer PRIMARY KEY,
  deployment bigint REFERENCES claimflow_deployment (number),
  digest varchar(100),
  revision bigint NOT NULL,
  -- Identifiers of workflows, as JSON.
  deactivated text NOT NULL,
  -- Whether only folders of servers were live so far.
  of_folder boolean NOT NULL,
  changed_by varchar(200) NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  reason varchar(1000) NOT NULL,
  -- Authenticates the row.
  code varchar(200) NOT NULL
);

INSERT INTO claimflow_live (id, revision, deactivated, of_folder, changed_by, changed_at, reason, code)
VALUES (1, 0, '[]', TRUE, '', current_timestamp, '', '') ON CONFLICT DO NOTHING;

-- The changes of that row.
CREATE TABLE IF NOT EXISTS claimflow_live_history (
  revision bigint PRIMARY KEY,
  deployment bigint,
  previous bigint,
  -- DEPLOYED, ROLLED_BACK, ACTIVATED or DEACTIVATED.
  kind varchar(20) NOT NULL,
  workflow varchar(1000),
  changed_by varchar(200) NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  reason varchar(1000) NOT NULL,
  -- Authenticates the row.
  code varchar(200) NOT NULL
);

-- What each node runs, as it says itself.
CREATE TABLE IF NOT EXISTS claimflow_node (
  node varchar(200) PRIMARY KEY,
  deployment bigint,
  revision bigint NOT NULL,
  since timestamp with time zone NOT NULL,
  seen timestamp with time zone NOT NULL,
  problem varchar(2000)
);

INSERT INTO claimflow_schema (version, applied_at) VALUES (2, current_timestamp) ON CONFLICT DO NOTHING;
