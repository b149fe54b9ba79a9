-- What the nodes of a server share. Encrypted texts are "<key>:<Base64URL>".

CREATE TABLE IF NOT EXISTS claimflow_environment_variable (
  id varchar(64) PRIMARY KEY,
  name varchar(128) NOT NULL UNIQUE,
  -- Encrypted if the variable is a secret.
  content text NOT NULL,
  secret boolean NOT NULL,
  created_at timestamp with time zone NOT NULL
);

-- The keys of kinde.secureFetch. The active one of a workflow has the highest
-- activation above 0.
CREATE TABLE IF NOT EXISTS claimflow_workflow_key (
  id varchar(64) PRIMARY KEY,
  workflow_id varchar(1000) NOT NULL,
  -- Encrypted.
  content text NOT NULL,
  activation bigint NOT NULL,
  created_at timestamp with time zone NOT NULL
);

CREATE INDEX IF NOT EXISTS claimflow_workflow_key_workflow_id ON claimflow_workflow_key (workflow_id);

-- The tokens of kinde.cache, until they expire.
CREATE TABLE IF NOT EXISTS claimflow_token (
  -- A digest of what the token was asked for.
  id varchar(64) PRIMARY KEY,
  -- Encrypted.
  content text NOT NULL,
  expires_at timestamp with time zone NOT NULL
);

CREATE INDEX IF NOT EXISTS claimflow_token_expires_at ON claimflow_token (expires_at);
