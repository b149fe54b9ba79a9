-- What the nodes of a server share. Encrypted texts are "<key>:<Base64URL>".

CREATE TABLE IF NOT EXISTS claimflow_environment_variable (
  id varchar(64) PRIMARY KEY,
  name varchar(128) NOT NULL UNIQUE,
  -- Encrypted if the variable is a secret.
  content varchar(65536) NOT NULL,
  secret boolean NOT NULL,
  created_at timestamp with time zone NOT NULL
);

-- The keys of kinde.secureFetch. The active one of a workflow has the highest
-- activation above 0.
CREATE TABLE IF NOT EXISTS claimflow_workflow_key (
  id varchar(64) PRIMARY KEY,
  workflow_id varchar(1000) NOT NULL,
  -- Encrypted.
  content varchar(65536) NOT NULL,
  activation bigint NOT NULL,
  created_at timestamp with time zone NOT NULL
);

CREATE INDEX IF NOT EXISTS claimflow_workflow_key_workflow_id ON claimflow_workflow_key (workflow_id);

-- The tokens of kinde.cache, until they expire.
CREATE TABLE IF NOT EXISTS claimflow_token (
  -- A digest of what the token was asked for.
  id varchar(64) PRIMARY KEY,
  -- Encrypted; empty until a token is fetched for the first time.
  content varchar(65536) NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  -- Until then one node fetches it.
  renewing_until timestamp with time zone NOT NULL
);

CREATE INDEX IF NOT EXISTS claimflow_token_expires_at ON claimflow_token (expires_at);

-- The values of kinde.cache.set, until they expire.
CREATE TABLE IF NOT EXISTS claimflow_value (
  workflow_id varchar(1000) NOT NULL,
  -- A digest of the key.
  id varchar(64) NOT NULL,
  -- Encrypted.
  content varchar(1000000) NOT NULL,
  -- The size of the value before it was encrypted.
  bytes integer NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  PRIMARY KEY (workflow_id, id)
);

CREATE INDEX IF NOT EXISTS claimflow_value_expires_at ON claimflow_value (expires_at);

-- What management calls are about. Users themselves are in Spring Security's tables.

CREATE TABLE IF NOT EXISTS claimflow_user (
  id varchar(200) PRIMARY KEY,
  email varchar(200),
  username varchar(200),
  phone varchar(200),
  first_name varchar(1000000),
  last_name varchar(1000000),
  picture varchar(1000000),
  provided_id varchar(1000000),
  created_at timestamp with time zone NOT NULL
);

CREATE TABLE IF NOT EXISTS claimflow_user_identity (
  type varchar(20) NOT NULL,
  -- In lower case.
  identity varchar(200) NOT NULL,
  user_id varchar(200) NOT NULL,
  PRIMARY KEY (type, identity)
);

CREATE INDEX IF NOT EXISTS claimflow_user_identity_by_user ON claimflow_user_identity (user_id);

CREATE TABLE IF NOT EXISTS claimflow_organization (
  code varchar(200) PRIMARY KEY,
  name varchar(1000000) NOT NULL,
  handle varchar(200) UNIQUE,
  external_id varchar(1000000),
  created_at timestamp with time zone NOT NULL
);

CREATE TABLE IF NOT EXISTS claimflow_organization_user (
  organization_code varchar(200) NOT NULL,
  user_id varchar(200) NOT NULL,
  PRIMARY KEY (organization_code, user_id)
);

CREATE INDEX IF NOT EXISTS claimflow_organization_user_by_user ON claimflow_organization_user (user_id);

CREATE TABLE IF NOT EXISTS claimflow_property (
  -- user, application or organization
  owner_type varchar(20) NOT NULL,
  owner_id varchar(200) NOT NULL,
  name varchar(200) NOT NULL,
  content varchar(1000000) NOT NULL,
  PRIMARY KEY (owner_type, owner_id, name)
);

-- The application keeps it.
CREATE TABLE IF NOT EXISTS claimflow_mfa_factor (
  user_id varchar(200) PRIMARY KEY,
  id varchar(64) NOT NULL,
  type varchar(40) NOT NULL,
  name varchar(320),
  verified boolean NOT NULL,
  usage_count integer DEFAULT 0 NOT NULL,
  created_at timestamp with time zone NOT NULL,
  last_used_at timestamp with time zone
);
