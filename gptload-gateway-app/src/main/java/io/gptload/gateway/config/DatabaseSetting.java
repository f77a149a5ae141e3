package io.gptload.gateway.config;

import java.util.List;

/** Where the data is, for those who need nothing else of the configuration. */
public final class DatabaseSetting {

    private DatabaseSetting() {}

    /**
     * Reads {@code DATABASE_DSN} as the server does, from the process or {@code .env}.
     *
     * @throws InvalidSettingsException if it, or the file, cannot be read
     */
    public static DatabaseDsn read(ProcessEnvironment process) {
        DotEnv file = DotEnv.load(process.workingDirectory());
        if (file.problem().isPresent()) {
            throw new InvalidSettingsException(List.of(file.problem().get()));
        }
        GatewayEnvironment environment = new GatewayEnvironment(process.variables(), file.values(), name -> null);
        try {
            return DatabaseDsn.parse(environment.text("DATABASE_DSN", DatabaseDsn.DEFAULT), process.workingDirectory());
        } catch (DsnException e) {
            throw new InvalidSettingsException(List.of(new Problem(
                    "DATABASE_DSN", "cannot be read: " + e.getMessage(), "Correct it, the value is not shown here")));
        }
    }
}
