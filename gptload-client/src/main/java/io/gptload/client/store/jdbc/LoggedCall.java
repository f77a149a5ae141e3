package io.gptload.client.store.jdbc;

import io.gptload.client.config.ParamOverrides;
import io.gptload.client.policy.Category;
import io.gptload.client.rewrite.BodyEditor;
import io.gptload.client.rewrite.BodyFacts;
import io.gptload.client.rewrite.ModelLocator;
import io.gptload.client.session.Answer;
import io.gptload.client.session.Attempt;
import io.gptload.client.session.AttemptReport;
import io.gptload.client.session.AttemptReport.Sequel;
import io.gptload.client.session.CallObserver;
import io.gptload.client.wire.ErrorBody;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes one call into the request log as gpt-load does: a row for each attempt, those that were followed by another marked
 * as retries, and a row without a key for an answer no attempt led to. Nothing here waits for the database.
 */
public final class LoggedCall implements CallObserver {

    private static final int CLIENT_GONE = 499;
    private static final int NO_RESPONSE = 500;
    private static final int LONGEST_BODY = 65_000;
    private static final StoredKey NO_KEY = new StoredKey("");

    private final RequestLogWriter writer;
    private final LoggedGroups groups;
    private final InstantSource clock;
    private final LoggedRequest request;
    private final long startedNanos = System.nanoTime();
    private final String id;
    private int rows;
    private boolean ended;

    /**
     * The call begins.
     *
     * @param groups the members of aggregate groups among them
     */
    public LoggedCall(RequestLogWriter writer, LoggedGroups groups, InstantSource clock, LoggedRequest request) {
        this.writer = writer;
        this.groups = groups;
        this.clock = clock;
        this.request = request;
        this.id = writer.newCall();
    }

    @Override
    public void onAttempt(AttemptReport report) {
        boolean another = report.sequel() == Sequel.ANOTHER;
        ended = !another;
        Attempt attempt = report.attempt();
        boolean success = report.status() > 0
                && report.status() < 400
                && (report.category() == Category.SUCCESS || wasAbandoned(report));
        String model = attempt.requestedModel();
        add(
                row(
                        report.at(),
                        member(attempt.group()),
                        model == null ? "" : model,
                        success,
                        status(report),
                        error(report),
                        another ? RequestLogRow.RETRY : RequestLogRow.FINAL,
                        attempt.upstream() + request.target(),
                        attempt.streams(),
                        attempt.body()),
                attempt.secret(),
                new LogDetails(report.usage(), verdict(report), request.client()));
    }

    /** The group of that name, or the one that was addressed when it is gone. */
    private LoggedGroup member(String name) {
        if (name.equals(request.group().name())) {
            return request.group();
        }
        LoggedGroup found = groups.find(name);
        return found == null ? request.group() : found;
    }

    private static @Nullable LogVerdict verdict(AttemptReport report) {
        return report.category() == Category.SUCCESS
                ? null
                : new LogVerdict(report.category().id(), report.ruleId());
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
        byte[] body = request.body();
        BodyFacts facts = body == null ? BodyFacts.NONE : BodyFacts.of(body);
        String model = ModelLocator.model(request.group().channel(), request.path(), facts);
        add(
                row(
                        clock.instant(),
                        request.group(),
                        model == null ? "" : model,
                        false,
                        status,
                        error,
                        RequestLogRow.FINAL,
                        "",
                        facts.stream(),
                        body),
                null,
                new LogDetails(null, null, request.client()));
    }

    private void add(RequestLogRow row, @Nullable String secret, LogDetails details) {
        if (row.groupId() > 0) {
            writer.offer(row, secret, details);
        }
    }

    private RequestLogRow row(
            Instant at,
            LoggedGroup member,
            String model,
            boolean success,
            int status,
            String error,
            String type,
            String upstream,
            boolean stream,
            byte @Nullable [] sent) {
        LoggedGroup group = request.group();
        boolean throughAggregate = !member.name().equals(group.name());
        boolean withBody = member.withBodies();
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
                request.source(),
                status,
                request.prefix() + request.target(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos),
                error,
                request.application().isEmpty() && withBody ? request.agent() : request.application(),
                type,
                upstream,
                stream,
                withBody && sent != null ? text(beforeRedirect(sent, model)) : "");
    }

    /** What was sent, with the model that the row names: the one that was asked for. */
    private byte[] beforeRedirect(byte[] sent, String model) {
        String redirected = ModelLocator.isInPath(request.group().channel(), request.path())
                ? null
                : BodyFacts.of(sent).model();
        return redirected == null || model.isEmpty() || redirected.equals(model)
                ? sent
                : BodyEditor.apply(sent, ParamOverrides.EMPTY, model);
    }

    private static String text(byte[] body) {
        return new String(body, 0, Math.min(body.length, LONGEST_BODY), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "LoggedCall[" + request + "]";
    }
}
