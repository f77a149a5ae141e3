-- The processes that use this database.
CREATE TABLE gptload_nodes (
    node varchar(64) NOT NULL PRIMARY KEY,
    name varchar(255) NOT NULL,
    seen_ms bigint NOT NULL
);
