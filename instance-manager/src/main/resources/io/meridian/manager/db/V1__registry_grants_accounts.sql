-- Times are milliseconds since the epoch. Texts that hold several values are JSON. The same for SQLite and PostgreSQL.

CREATE TABLE account (
    name TEXT PRIMARY KEY,
    password TEXT NOT NULL,
    roles TEXT NOT NULL,
    disabled_at BIGINT,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE token (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account (name),
    secret_hash TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    session BIGINT NOT NULL,
    roles TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX token_account ON token (account);

CREATE TABLE plugin_version (
    plugin TEXT NOT NULL,
    version TEXT NOT NULL,
    kind TEXT NOT NULL,
    location TEXT NOT NULL,
    digest TEXT NOT NULL,
    manifest TEXT NOT NULL,
    registered_by TEXT NOT NULL,
    registered_at BIGINT NOT NULL,
    PRIMARY KEY (plugin, version)
);

CREATE TABLE instance (
    name TEXT PRIMARY KEY,
    plugin TEXT NOT NULL,
    version TEXT NOT NULL,
    runtime TEXT NOT NULL,
    desired TEXT NOT NULL,
    settings TEXT NOT NULL,
    needs TEXT NOT NULL,
    restarts BIGINT NOT NULL,
    quarantined_at BIGINT,
    quarantine_reason TEXT,
    revision BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    FOREIGN KEY (plugin, version) REFERENCES plugin_version (plugin, version)
);

CREATE TABLE instance_version (
    instance TEXT NOT NULL REFERENCES instance (name) ON DELETE CASCADE,
    step BIGINT NOT NULL,
    version TEXT NOT NULL,
    chosen_by TEXT NOT NULL,
    chosen_at BIGINT NOT NULL,
    PRIMARY KEY (instance, step)
);

CREATE TABLE instance_secret (
    instance TEXT NOT NULL REFERENCES instance (name) ON DELETE CASCADE,
    setting TEXT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (instance, setting)
);

CREATE TABLE crash (
    instance TEXT NOT NULL REFERENCES instance (name) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    what TEXT NOT NULL
);
CREATE INDEX crash_instance ON crash (instance, at);

CREATE TABLE grant_rule (
    id TEXT PRIMARY KEY,
    instance TEXT NOT NULL REFERENCES instance (name) ON DELETE CASCADE,
    effect TEXT NOT NULL,
    action TEXT NOT NULL,
    pattern TEXT NOT NULL,
    expires_at BIGINT,
    state TEXT NOT NULL,
    emergency BIGINT NOT NULL,
    approvals_needed BIGINT NOT NULL,
    requested_by TEXT NOT NULL,
    requested_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    decided_by TEXT,
    decided_at BIGINT,
    decided_reason TEXT,
    revision BIGINT NOT NULL
);
CREATE INDEX grant_rule_instance ON grant_rule (instance, state);

CREATE TABLE grant_approval (
    grant_id TEXT NOT NULL REFERENCES grant_rule (id) ON DELETE CASCADE,
    approver TEXT NOT NULL,
    at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (grant_id, approver)
);

CREATE TABLE kill (
    id TEXT PRIMARY KEY,
    scope TEXT NOT NULL,
    target TEXT NOT NULL,
    drill BIGINT NOT NULL,
    set_by TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    released_by TEXT,
    released_at BIGINT,
    released_reason TEXT
);

CREATE TABLE health_change (
    instance TEXT NOT NULL REFERENCES instance (name) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    level TEXT NOT NULL,
    reasons TEXT NOT NULL
);
CREATE INDEX health_change_instance ON health_change (instance, at);

CREATE TABLE act (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    before_text TEXT,
    after_text TEXT,
    why TEXT NOT NULL
);
CREATE INDEX act_object ON act (object, id);

CREATE TABLE answered (
    account TEXT NOT NULL,
    request_key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    status BIGINT NOT NULL,
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (account, request_key)
);
