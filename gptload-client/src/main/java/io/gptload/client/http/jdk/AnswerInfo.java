package io.gptload.client.http.jdk;

import io.gptload.client.session.Header;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.List;

/** Status and headers as a body handler gets to see them. */
record AnswerInfo(int statusCode, HttpHeaders headers, Version version) implements ResponseInfo {

    AnswerInfo with(List<Header> set) {
        return set.isEmpty() ? this : new AnswerInfo(statusCode, JdkHeaders.edited(headers, set), version);
    }
}
