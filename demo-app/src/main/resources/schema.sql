-- The tables of Spring Security, in types that H2 and PostgreSQL share: a varchar without a
-- length where Spring's own schema has blob, and every time with its zone.

create table if not exists oauth2_registered_client (
    id varchar(100) not null primary key,
    client_id varchar(100) not null unique,
    client_id_issued_at timestamp with time zone default current_timestamp not null,
    client_secret varchar(200) default null,
    client_secret_expires_at timestamp with time zone default null,
    client_name varchar(200) not null,
    client_authentication_methods varchar(1000) not null,
    authorization_grant_types varchar(1000) not null,
    redirect_uris varchar(1000) default null,
    post_logout_redirect_uris varchar(1000) default null,
    scopes varchar(1000) not null,
    client_settings varchar(2000) not null,
    token_settings varchar(2000) not null
);

create table if not exists oauth2_authorization (
    id varchar(100) not null primary key,
    registered_client_id varchar(100) not null,
    principal_name varchar(200) not null,
    authorization_grant_type varchar(100) not null,
    authorized_scopes varchar(1000) default null,
    attributes varchar default null,
    state varchar(500) default null,
    authorization_code_value varchar default null,
    authorization_code_issued_at timestamp with time zone default null,
    authorization_code_expires_at timestamp with time zone default null,
    authorization_code_metadata varchar default null,
    access_token_value varchar default null,
    access_token_issued_at timestamp with time zone default null,
    access_token_expires_at timestamp with time zone default null,
    access_token_metadata varchar default null,
    access_token_type varchar(100) default null,
    access_token_scopes varchar(1000) default null,
    oidc_id_token_value varchar default null,
    oidc_id_token_issued_at timestamp with time zone default null,
    oidc_id_token_expires_at timestamp with time zone default null,
    oidc_id_token_metadata varchar default null,
    refresh_token_value varchar default null,
    refresh_token_issued_at timestamp with time zone default null,
    refresh_token_expires_at timestamp with time zone default null,
    refresh_token_metadata varchar default null,
    user_code_value varchar default null,
    user_code_issued_at timestamp with time zone default null,
    user_code_expires_at timestamp with time zone default null,
    user_code_metadata varchar default null,
    device_code_value varchar default null,
    device_code_issued_at timestamp with time zone default null,
    device_code_expires_at timestamp with time zone default null,
    device_code_metadata varchar default null
);

-- The number of changes, by which a second redemption of the same grant is known, and for the purge the time at which a
-- row came.
alter table oauth2_authorization add column if not exists version integer default 0 not null;
alter table oauth2_authorization add column if not exists created_at timestamp with time zone
    default current_timestamp not null;

-- Refresh tokens that have a successor: their SHA-256.
create table if not exists rotated_refresh_token (
    token_hash varchar(64) not null primary key,
    authorization_id varchar(100) not null references oauth2_authorization (id) on delete cascade
);

alter table rotated_refresh_token add column if not exists successor_hash varchar(64) default null;
alter table rotated_refresh_token add column if not exists rotated_at timestamp with time zone
    default current_timestamp not null;

create index if not exists rotated_refresh_token_by_authorization on rotated_refresh_token (authorization_id);

create table if not exists oauth2_authorization_consent (
    registered_client_id varchar(100) not null,
    principal_name varchar(200) not null,
    authorities varchar(1000) not null,
    primary key (registered_client_id, principal_name)
);

create table if not exists users (
    username varchar(200) not null primary key,
    password varchar(500) not null,
    enabled boolean not null,
    display_name varchar(200) default null,
    locale varchar(40) default null
);

alter table users add column if not exists second_factor boolean default false not null;

-- The key of an authenticator app, in Base32, and the last time step whose code was used.
alter table users add column if not exists authenticator_key varchar(100) default null;
alter table users add column if not exists authenticator_step bigint default 0 not null;
alter table users add column if not exists authenticator_failures integer default 0 not null;
alter table users add column if not exists authenticator_blocked_until timestamp with time zone default null;

alter table users add column if not exists plan varchar(20) default null;

-- Sessions that began before it have ended.
alter table users add column if not exists password_changed_at timestamp with time zone default null;

-- Whom another issuer vouches for, by its name for them.
create table if not exists federated_account (
    registration_id varchar(100) not null,
    subject varchar(200) not null,
    username varchar(200) not null references users (username),
    primary key (registration_id, subject)
);

create table if not exists authorities (
    username varchar(200) not null references users (username),
    authority varchar(100) not null,
    primary key (username, authority)
);

-- Links to choose a new password: not what is in the link, but its SHA-256.
create table if not exists password_reset (
    token_hash varchar(64) not null primary key,
    username varchar(200) not null references users (username),
    expires_at timestamp with time zone not null
);

-- Sign-ups that the owner of the address has not confirmed yet.
create table if not exists registration (
    token_hash varchar(64) not null primary key,
    username varchar(200) not null,
    display_name varchar(200) not null,
    password varchar(500) not null,
    locale varchar(40) not null,
    expires_at timestamp with time zone not null
);

create table if not exists one_time_tokens (
    token_value varchar(36) not null primary key,
    username varchar(200) not null,
    expires_at timestamp with time zone not null
);

create table if not exists second_factor_given (
    username varchar(200) not null references users (username),
    address varchar(60) not null,
    user_agent varchar(500) not null,
    given_at timestamp with time zone not null
);

create index if not exists second_factor_given_by_user on second_factor_given (username);

-- The keys that sign tokens, so that they stay valid over a restart and on every node.
create table if not exists signing_key (
    id integer not null primary key,
    jwk varchar not null
);

alter table signing_key add column if not exists signs_from timestamp with time zone
    default current_timestamp not null;
