-- Introspection without a hint looks for a token in seven columns, so each needs its index.

create index if not exists oauth2_authorization_by_state on oauth2_authorization (state);
create index if not exists oauth2_authorization_by_code on oauth2_authorization (authorization_code_value);
create index if not exists oauth2_authorization_by_access_token on oauth2_authorization (access_token_value);
create index if not exists oauth2_authorization_by_id_token on oauth2_authorization (oidc_id_token_value);
create index if not exists oauth2_authorization_by_refresh_token on oauth2_authorization (refresh_token_value);
create index if not exists oauth2_authorization_by_user_code on oauth2_authorization (user_code_value);
create index if not exists oauth2_authorization_by_device_code on oauth2_authorization (device_code_value);
create index if not exists oauth2_authorization_by_principal on oauth2_authorization (principal_name);
