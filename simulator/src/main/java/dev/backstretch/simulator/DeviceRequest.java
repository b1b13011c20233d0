package dev.backstretch.simulator;

/**
 * What an app of a phone sends over HTTP.
 *
 * @param method {@code GET} or {@code POST}
 * @param query without a question mark, encoded; empty when there is none
 * @param contentType empty without a body
 * @param body UTF-8
 * @param readings how many it tells
 */
public record DeviceRequest(String method, String query, String contentType, String body, int readings) {}
