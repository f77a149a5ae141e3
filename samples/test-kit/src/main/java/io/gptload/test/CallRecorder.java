package io.gptload.test;

import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.GptLoadListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what callers were told. */
final class CallRecorder implements GptLoadListener {

    private final List<GptLoadEvent.CallAnswered> answers = new CopyOnWriteArrayList<>();

    @Override
    public void onEvent(GptLoadEvent event) {
        if (event instanceof GptLoadEvent.CallAnswered answered) {
            answers.add(answered);
        }
    }

    /** The statuses of the group's calls so far; 0 for a cancelled one. */
    List<Integer> statuses(String group) {
        return answers.stream()
                .filter(answer -> answer.group().equals(group))
                .map(GptLoadEvent.CallAnswered::status)
                .toList();
    }
}
