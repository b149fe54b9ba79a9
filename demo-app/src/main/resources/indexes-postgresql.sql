-- Introspection without a hint looks for a token in seven columns, so each needs its index. A B-tree of PostgreSQL
-- refuses values beyond 2,704 bytes, which a JWT can have, so these are hashes.

create index if not exists oauth2_authorization_by_state on oauth2_authorization using hash (state);
create index if not exists oauth2_authorization_by_code on oauth2_authorization using hash (authorization_code_value);
create index if not exists oauth2_authorization_by_access_token on oauth2_authorization using hash (access_token_value);
create index if not exists oauth2_authorization_by_id_token on oauth2_authorization using hash (oidc_id_token_value);
create index if not exists oauth2_authorization_by_refresh_token on oauth2_authorization using hash (refresh_token_value);
create index if not exists oauth2_authorization_by_user_code on oauth2_authorization using hash (user_code_value);
create index if not exists oauth2_authorization_by_device_code on oauth2_authorization using hash (device_code_value);
create index if not exists oauth2_authorization_by_principal on oauth2_authorization (principal_name);
