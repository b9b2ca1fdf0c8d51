create table if not exists pool_user (
    sub varchar(36) primary key,
    -- What one signs in with: the address, folded unless the pool tells cases apart.
    username varchar(128) not null unique,
    email varchar(128) not null,
    password varchar(255) not null,
    confirmed boolean not null,
    created_at timestamp(6) with time zone not null
);

-- Counted for names that nobody has too, so that a lock tells nothing.
create table if not exists failed_sign_in (
    username varchar(128) primary key,
    failures int not null,
    last_at timestamp(6) with time zone not null
);

create table if not exists confirmation_code (
    sub varchar(36) not null references pool_user on delete cascade,
    purpose varchar(20) not null,
    code varchar(6) not null,
    expires_at timestamp(6) with time zone not null,
    attempts int not null,
    primary key (sub, purpose)
);

-- Counted for names that nobody has too, so that the limit tells nothing.
create table if not exists code_request (
    username varchar(128) not null,
    requested_at timestamp(6) with time zone not null
);

create table if not exists mail (
    id bigint generated always as identity primary key,
    recipient varchar(128) not null,
    subject varchar(1000) not null,
    text varchar(20100) not null,
    code varchar(6) not null,
    sent_at timestamp(6) with time zone not null
);

-- One row for each time that somebody signed in: what all tokens that stem from it share.
create table if not exists sign_in (
    origin_jti varchar(36) primary key,
    event_id varchar(36) not null,
    client_id varchar(128) not null,
    sub varchar(36) not null references pool_user on delete cascade,
    scopes varchar(500) not null,
    via_pages boolean not null,
    auth_time timestamp(6) with time zone not null,
    expires_at timestamp(6) with time zone not null,
    revoked boolean not null
);

-- Several of one sign-in are good at a time while tokens rotate with a grace period.
create table if not exists refresh_token (
    hash varchar(64) primary key,
    origin_jti varchar(36) not null references sign_in on delete cascade,
    rotated_at timestamp(6) with time zone
);

create table if not exists authorization_code (
    hash varchar(64) primary key,
    client_id varchar(128) not null,
    sub varchar(36) not null references pool_user on delete cascade,
    redirect_uri varchar(2048) not null,
    scopes varchar(500) not null,
    code_challenge varchar(128) not null,
    nonce varchar(2048),
    auth_time timestamp(6) with time zone not null,
    expires_at timestamp(6) with time zone not null,
    redeemed boolean not null
);
