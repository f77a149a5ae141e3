package io.gptload.client.session;

/**
 * One header line.
 *
 * @param name its name
 * @param value its value
 */
public record Header(String name, String value) {}
