package io.gptload.gateway.proxy;

import io.gptload.client.policy.Category;
import io.gptload.client.rewrite.BodyFacts;
import io.gptload.client.rewrite.ModelLocator;
import io.gptload.client.session.Answer;
import io.gptload.client.session.Attempt;
import io.gptload.client.session.AttemptReport;
import io.gptload.client.session.AttemptReport.Sequel;
import io.gptload.client.session.CallObserver;
import io.gptload.client.store.jdbc.LogDetails;
import io.gptload.client.store.jdbc.LogVerdict;
import io.gptload.client.store.jdbc.LoggedClient;
import io.gptload.client.store.jdbc.RequestLogRow;
import io.gptload.client.store.jdbc.StoredKey;
import io.gptload.client.wire.ErrorBody;
import io.gptload.client.wire.TokenUsage;
import io.gptload.gateway.clientkey.NamedClient;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes one call into the request log as gpt-load does: a row for each attempt, those that were followed by another marked
 * as retries, and a row without a key for an answer no attempt led to.
 */
final class CallLog implements CallObserver {

    private static final int CLIENT_GONE = 499;
    private static final int NO_RESPONSE = 500;
    private static final int LONGEST_BODY = 65_000;
    private static final StoredKey NO_KEY = new StoredKey("");

    private final RequestLog log;
    private final ProxyGroup group;
    private final String method;
    private final String path;
    private final @Nullable String query;
    private final @Nullable NamedClient client;
    private final byte @Nullable [] body;
    private final String sourceIp;
    private final @Nullable String userAgent;
    private final long startedNanos = System.nanoTime();
    private final String id;
    private int rows;
    private boolean ended;

    CallLog(RequestLog log, HttpServletRequest request, String address, ProxyTarget target, byte @Nullable [] body) {
        this.log = log;
        this.id = log.newCall();
        this.group = target.group();
        this.method = request.getMethod();
        this.path = target.path();
        this.query = target.query();
        this.client = target.client();
        this.body = body;
        this.sourceIp = address;
        this.userAgent = request.getHeader("User-Agent");
    }

    @Override
    public void onAttempt(AttemptReport report) {
        boolean another = report.sequel() == Sequel.ANOTHER;
        ended = !another;
        Attempt attempt = report.attempt();
        ProxyGroup member = log.member(attempt.group(), group);
        boolean success = report.status() > 0
                && report.status() < 400
                && (report.category() == Category.SUCCESS || wasAbandoned(report));
        String model = attempt.requestedModel();
        log.add(
                row(
                        report.at(),
                        member,
                        model == null ? "" : model,
                        success,
                        status(report),
                        error(report),
                        another ? RequestLogRow.RETRY : RequestLogRow.FINAL,
                        attempt.upstream() + target(),
                        attempt.streams(),
                        attempt.body()),
                attempt.secret(),
                new LogDetails(report.usage(), verdict(report), logged()));
        TokenUsage usage = report.usage();
        if (client != null && usage != null) {
            client.countTokens(usage);
        }
    }

    private static @Nullable LogVerdict verdict(AttemptReport report) {
        return report.category() == Category.SUCCESS
                ? null
                : new LogVerdict(report.category().id(), report.ruleId());
    }

    private @Nullable LoggedClient logged() {
        return client == null ? null : client.logged();
    }

    /** Whoever leaves while an answer is being read has been served. */
    private static boolean wasAbandoned(AttemptReport report) {
        return report.category() == Category.CANCELLED && report.sequel() == Sequel.RELAYED;
    }

    private static int status(AttemptReport report) {
        if (report.category() == Category.CANCELLED && report.sequel() == Sequel.NONE && report.failure() == null) {
            return CLIENT_GONE;
        }
        return report.status() > 0 ? report.status() : NO_RESPONSE;
    }

    private static String error(AttemptReport report) {
        String error = report.error();
        if (error != null) {
            return error;
        }
        return report.category() == Category.CANCELLED ? "The client went away." : "";
    }

    @Override
    public void onAnswer(Answer answer, Category category) {
        String error = ErrorBody.parse(answer.body()).message();
        withoutKey(answer.status(), error == null ? "" : error);
    }

    @Override
    public void onCancelled() {
        withoutKey(CLIENT_GONE, "The client went away.");
    }

    private void withoutKey(int status, String error) {
        if (ended) {
            return; // the attempt before tells of it
        }
        ended = true;
        BodyFacts facts = body == null ? BodyFacts.NONE : BodyFacts.of(body);
        String model = ModelLocator.model(group.channel(), path, facts);
        log.add(
                row(
                        log.clock().instant(),
                        group,
                        model == null ? "" : model,
                        false,
                        status,
                        error,
                        RequestLogRow.FINAL,
                        "",
                        facts.stream(),
                        body),
                null,
                client == null ? LogDetails.NONE : new LogDetails(null, null, client.logged()));
    }

    private RequestLogRow row(
            Instant at,
            ProxyGroup member,
            String model,
            boolean success,
            int status,
            String error,
            String type,
            String upstream,
            boolean stream,
            byte @Nullable [] sent) {
        boolean throughAggregate = member != group;
        boolean withBody = member.logsBodies();
        return new RequestLogRow(
                RequestLogRow.idOf(id, rows++),
                at,
                member.id(),
                member.name(),
                throughAggregate ? group.id() : 0,
                throughAggregate ? group.name() : "",
                NO_KEY,
                "",
                model,
                success,
                sourceIp,
                status,
                ProxyPath.PREFIX + group.name() + target(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos),
                error,
                withBody && userAgent != null ? userAgent : "",
                type,
                upstream,
                stream,
                withBody && sent != null ? text(sent) : "");
    }

    private String target() {
        return query == null ? path : path + "?" + query;
    }

    private static String text(byte[] body) {
        return new String(body, 0, Math.min(body.length, LONGEST_BODY), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "CallLog[" + method + " " + group.name() + "]";
    }
}
