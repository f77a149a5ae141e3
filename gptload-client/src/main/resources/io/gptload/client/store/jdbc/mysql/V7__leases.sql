-- Which node does what only one of them should do.
CREATE TABLE IF NOT EXISTS gptload_leases (
    name varchar(64) NOT NULL PRIMARY KEY,
    node varchar(64) NOT NULL,
    until_ms bigint NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=${exact};
