package io.gptload.client.http.jdk;

import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.ResponseInfo;

/** Status and headers as a body handler gets to see them. */
record AnswerInfo(int statusCode, HttpHeaders headers, Version version) implements ResponseInfo {}
