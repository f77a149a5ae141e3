package io.gptload.client.store.jdbc;

import java.time.LocalDate;

/** What one client used on one day of UTC. */
public record ClientUsageRow(LocalDate day, long clientId, ClientUsage usage) {}
