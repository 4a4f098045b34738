-- Of several managers on one database, only that of the latest term may write.

CREATE TABLE leadership (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    term BIGINT NOT NULL
);

INSERT INTO leadership (id, term) VALUES (1, 0);
