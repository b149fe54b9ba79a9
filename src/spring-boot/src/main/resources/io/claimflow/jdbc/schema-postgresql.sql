-- What the nodes of a server share. Encrypted texts are "<key>:<Base64URL>".

CREATE TABLE IF NOT EXISTS claimflow_environment_variable (
  id varchar(64) PRIMARY KEY,
  name varchar(128) NOT NULL UNIQUE,
  -- Encrypted if the variable is a secret.
  content text NOT NULL,
  secret boolean NOT NULL,
  created_at timestamp with time zone NOT NULL
);
