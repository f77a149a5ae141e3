package io.gptload.gateway.ui.play;

import io.gptload.client.wire.Channel;
import java.util.List;

/** Code to paste, with the address of a group in it. */
final class Snippets {

    private Snippets() {}

    /** A piece of code. @param id fit for an HTML id */
    record Snippet(String id, String title, String code) {}

    /** @param base the address of the group, without a slash at its end */
    static List<Snippet> of(Channel channel, String base, String model) {
        return switch (channel) {
            case OPENAI -> openAi(base, model);
            case OPENAI_RESPONSE -> responses(base, model);
            case ANTHROPIC -> anthropic(base, model);
            case GEMINI -> gemini(base, model);
        };
    }

    private static List<Snippet> openAi(String base, String model) {
        return List.of(
                curl(
                        base + "/v1/chat/completions",
                        model,
                        "\"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]"),
                python("""
                        import os
                        from openai import OpenAI

                        client = OpenAI(base_url="%s/v1", api_key=os.environ["GPTLOAD_KEY"])
                        answer = client.chat.completions.create(
                            model="%s", messages=[{"role": "user", "content": "Hello"}])
                        print(answer.choices[0].message.content)
                        """, base, model),
                node("""
                        import OpenAI from 'openai';

                        const client = new OpenAI({ baseURL: '%s/v1', apiKey: process.env.GPTLOAD_KEY });
                        const answer = await client.chat.completions.create({
                          model: '%s', messages: [{ role: 'user', content: 'Hello' }] });
                        console.log(answer.choices[0].message.content);
                        """, base, model),
                java("""
                        OpenAIClient client = OpenAIOkHttpClient.builder()
                                .baseUrl("%s/v1")
                                .apiKey(System.getenv("GPTLOAD_KEY"))
                                .build();
                        client.chat().completions().create(ChatCompletionCreateParams.builder()
                                        .model("%s").addUserMessage("Hello").build())
                                .choices().forEach(choice -> choice.message().content().ifPresent(System.out::println));
                        """, base, model),
                spring("""
                        # application.properties, with spring-ai-starter-model-openai
                        spring.ai.openai.base-url=%s/v1
                        spring.ai.openai.api-key=${GPTLOAD_KEY}
                        spring.ai.openai.chat.options.model=%s
                        """, base, model));
    }

    private static List<Snippet> responses(String base, String model) {
        return List.of(
                curl(base + "/v1/responses", model, "\"input\": \"Hello\""),
                python("""
                        import os
                        from openai import OpenAI

                        client = OpenAI(base_url="%s/v1", api_key=os.environ["GPTLOAD_KEY"])
                        print(client.responses.create(model="%s", input="Hello").output_text)
                        """, base, model),
                node("""
                        import OpenAI from 'openai';

                        const client = new OpenAI({ baseURL: '%s/v1', apiKey: process.env.GPTLOAD_KEY });
                        const answer = await client.responses.create({ model: '%s', input: 'Hello' });
                        console.log(answer.output_text);
                        """, base, model),
                java("""
                        OpenAIClient client = OpenAIOkHttpClient.builder()
                                .baseUrl("%s/v1")
                                .apiKey(System.getenv("GPTLOAD_KEY"))
                                .build();
                        System.out.println(client.responses().create(ResponseCreateParams.builder()
                                .model("%s").input("Hello").build()));
                        """, base, model));
    }

    private static List<Snippet> anthropic(String base, String model) {
        return List.of(
                new Snippet("curl", "curl", """
                        curl %s/v1/messages \\
                          -H "x-api-key: $GPTLOAD_KEY" -H "anthropic-version: 2023-06-01" \\
                          -H "Content-Type: application/json" \\
                          -d '{"model": "%s", "max_tokens": 256, "messages": [{"role": "user", "content": "Hello"}]}'
                        """.formatted(base, model)),
                python("""
                        import os
                        import anthropic

                        client = anthropic.Anthropic(base_url="%s", api_key=os.environ["GPTLOAD_KEY"])
                        answer = client.messages.create(
                            model="%s", max_tokens=256, messages=[{"role": "user", "content": "Hello"}])
                        print(answer.content[0].text)
                        """, base, model),
                node("""
                        import Anthropic from '@anthropic-ai/sdk';

                        const client = new Anthropic({ baseURL: '%s', apiKey: process.env.GPTLOAD_KEY });
                        const answer = await client.messages.create({
                          model: '%s', max_tokens: 256, messages: [{ role: 'user', content: 'Hello' }] });
                        console.log(answer.content[0].text);
                        """, base, model),
                java("""
                        AnthropicClient client = AnthropicOkHttpClient.builder()
                                .baseUrl("%s")
                                .apiKey(System.getenv("GPTLOAD_KEY"))
                                .build();
                        System.out.println(client.messages().create(MessageCreateParams.builder()
                                .model("%s").maxTokens(256).addUserMessage("Hello").build()));
                        """, base, model),
                spring("""
                        # application.properties, with spring-ai-starter-model-anthropic
                        spring.ai.anthropic.base-url=%s
                        spring.ai.anthropic.api-key=${GPTLOAD_KEY}
                        spring.ai.anthropic.chat.options.model=%s
                        """, base, model));
    }

    private static List<Snippet> gemini(String base, String model) {
        return List.of(
                new Snippet("curl", "curl", """
                        curl "%s/v1beta/models/%s:generateContent" \\
                          -H "x-goog-api-key: $GPTLOAD_KEY" -H "Content-Type: application/json" \\
                          -d '{"contents": [{"parts": [{"text": "Hello"}]}]}'
                        """.formatted(base, model)),
                python("""
                        import os
                        from google import genai

                        client = genai.Client(api_key=os.environ["GPTLOAD_KEY"], http_options={"base_url": "%s"})
                        print(client.models.generate_content(model="%s", contents="Hello").text)
                        """, base, model),
                node("""
                        import { GoogleGenAI } from '@google/genai';

                        const client = new GoogleGenAI({
                          apiKey: process.env.GPTLOAD_KEY, httpOptions: { baseUrl: '%s' } });
                        const answer = await client.models.generateContent({ model: '%s', contents: 'Hello' });
                        console.log(answer.text);
                        """, base, model),
                java("""
                        Client client = Client.builder()
                                .apiKey(System.getenv("GPTLOAD_KEY"))
                                .httpOptions(HttpOptions.builder().baseUrl("%s").build())
                                .build();
                        System.out.println(client.models.generateContent("%s", "Hello", null).text());
                        """, base, model));
    }

    private static Snippet curl(String url, String model, String rest) {
        return new Snippet("curl", "curl", """
                curl %s \\
                  -H "Authorization: Bearer $GPTLOAD_KEY" -H "Content-Type: application/json" \\
                  -d '{"model": "%s", %s}'
                """.formatted(url, model, rest));
    }

    private static Snippet python(String code, String base, String model) {
        return new Snippet("python", "Python", code.formatted(base, model));
    }

    private static Snippet node(String code, String base, String model) {
        return new Snippet("node", "Node", code.formatted(base, model));
    }

    private static Snippet java(String code, String base, String model) {
        return new Snippet("java", "Java", code.formatted(base, model));
    }

    private static Snippet spring(String code, String base, String model) {
        return new Snippet("spring", "Spring", code.formatted(base, model));
    }
}
