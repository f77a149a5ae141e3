package io.gptload.gateway.config;

import java.nio.file.Path;

/**
 * What is logged where.
 *
 * @param level panic, fatal, error, warning, info, debug or trace
 * @param json whether lines are JSON objects
 * @param toFile whether {@code file} is written in addition to the console
 * @param file rotated by size and day
 */
public record LogSettings(String level, boolean json, boolean toFile, Path file) {}
