-- Which node does what only one of them should do.
CREATE TABLE gptload_leases (
    name varchar(64) NOT NULL PRIMARY KEY,
    node varchar(64) NOT NULL,
    until_ms bigint NOT NULL
);
