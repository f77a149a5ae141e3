package io.gptload.client.rewrite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.client.config.ModelRedirects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelListingTest {

    private static final String RULES = "{\"fast\":\"up-1\",\"b\\\"ig\":\"up-2\",\"also\":\"up-2\"}";
    private static final ModelRedirects OPEN = ModelRedirects.parse(RULES, false);
    private static final ModelRedirects STRICT = ModelRedirects.parse(RULES, true);

    private static String edit(ModelRedirects redirects, boolean firstPage, String body) {
        return new String(ModelListing.edit(redirects, firstPage, body.getBytes(UTF_8)), UTF_8);
    }

    private static String openAi(String id) {
        return "{\"id\":\"" + id + "\",\"object\":\"model\",\"created\":0,\"owned_by\":\"system\"}";
    }

    private static String gemini(String name) {
        return "{\"name\":\"models/" + name + "\",\"displayName\":\"" + name
                + "\",\"supportedGenerationMethods\":[\"generateContent\"]}";
    }

    @Test
    void missingNamesAreAddedBehindTheUpstreamsEntriesWhichKeepTheirBytes() {
        String body =
                "{ \"object\":\"list\",\n \"data\" : [ {\"id\":\"up-1\",\"x\":{\"id\":\"also\"}} , {\"id\" : \"f\\u0061st\"} ],\"z\":1e3 }\n";
        assertThat(edit(OPEN, true, body))
                .isEqualTo(body.replace(" ],", " ," + openAi("b\\\"ig") + "," + openAi("also") + "],"));
    }

    @Test
    void strictRedirectsLeaveTheirOwnNamesOnlyInTheOrderOfTheRules() {
        assertThat(edit(STRICT, true, "{\"object\":\"list\",\"data\":[{\"id\":\"fast\",\"owned_by\":\"x\"}],\"a\":1}"))
                .isEqualTo("{\"object\":\"list\",\"data\":[" + openAi("fast") + "," + openAi("b\\\"ig") + ","
                        + openAi("also") + "],\"a\":1}");
    }

    @Test
    void geminisListIsAddedToOnItsFirstPageOnly() {
        String page = "{\"models\":[{\"name\":\"models/fast\"}],\"nextPageToken\":\"t\"}";
        assertThat(edit(OPEN, true, page))
                .isEqualTo("{\"models\":[{\"name\":\"models/fast\"}," + gemini("b\\\"ig") + "," + gemini("also")
                        + "],\"nextPageToken\":\"t\"}");
        assertThat(edit(OPEN, false, page)).isEqualTo(page);
        assertThat(edit(OPEN, true, "{\"models\":[]}")).startsWith("{\"models\":[{\"name\":\"models/fast\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"models\":[1],\"nextPageToken\":\"t\"}",
                "{\"models\":[1] , \"nextPageToken\" : {\"a\":[1]},\"b\":2}",
                "{ \"nextPageToken\":\"t\", \"models\":[{}]}",
                "{\"a\":1,\"nextPageToken\":\"t\",\"models\":[],\"b\":2}",
                "{\"nextPageToken\":\"t\",\"nextPageToken\":\"u\",\"models\":[],\"nextPageToken\":\"v\"}"
            })
    void strictRedirectsOfferNoFurtherPage(String page) {
        for (boolean firstPage : new boolean[] {true, false}) {
            String edited = edit(STRICT, firstPage, page);
            assertThat(edited.replaceAll("\\s", ""))
                    .doesNotContain("nextPageToken")
                    .contains("\"models\":[" + gemini("fast") + "," + gemini("b\\\"ig") + "," + gemini("also") + "]")
                    .matches("\\{(\"a\":1,)?\"models\":\\[.*](,\"b\":2)?}");
        }
    }

    @Test
    void strictRedirectsSayOfAnthropicsListThatThereIsNoMore() {
        assertThat(edit(STRICT, true, "{\"has_more\":true,\"data\":[],\"last_id\":\"x\"}"))
                .startsWith("{\"has_more\":false,\"data\":[{")
                .endsWith("}],\"last_id\":\"x\"}");
        assertThat(edit(STRICT, true, "{\"data\":[],\"has_more\":true}")).endsWith("}],\"has_more\":false}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{\"data\":{}}",
                "{\"object\":\"list\"}",
                "{\"data\":[]",
                "{\"data\":[}",
                "{\"data\":[]} x",
                "{\"data\":[]}{}",
                "<html>",
                "{\"models\":\"none\",\"nextPageToken\":\"t\"}"
            })
    void whatIsNoListStaysAsItIs(String body) {
        assertThat(edit(OPEN, true, body)).isEqualTo(body);
        assertThat(edit(STRICT, true, body)).isEqualTo(body);
    }

    @Test
    void withoutRulesNothingIsLookedAt() {
        byte[] body = "{\"data\":[{\"id\":\"a\"}]}".getBytes(UTF_8);
        assertThat(ModelListing.edit(ModelRedirects.parse("{}", true), true, body))
                .isSameAs(body);
        assertThat(ModelListing.edit(ModelRedirects.EMPTY, true, body)).isSameAs(body);
    }

    @Test
    void aByteOrderMarkIsNoObstacle() {
        assertThat(edit(STRICT, true, "\uFEFF {\"data\":[]}")).startsWith("\uFEFF {\"data\":[{");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/v1/models,true",
        "GET,/compat/v1/models,true",
        "GET,/v1beta/models,true",
        "GET,/v1beta/openai/v1/models,true",
        "GET,/v1beta/openai/v1/models/x,true",
        "POST,/v1/models,false",
        "GET,/v1/models/x,false",
        "GET,/v1/models/,false",
        "GET,/v1beta/models/gemini-x,false"
    })
    void listsAreKnownByTheirPath(String method, String path, boolean list) {
        assertThat(ModelListing.isAskedFor(method, path)).isEqualTo(list);
    }

    @ParameterizedTest
    @CsvSource({
        ",true",
        "pageSize=3,true",
        "pageToken=x,false",
        "a=1&page%54oken=x,false",
        "after_id=m,false",
        "limit=2&before_id=m,false"
    })
    void furtherPagesAreKnownByTheirQuery(String query, boolean first) {
        assertThat(ModelListing.isFirstPage(query)).isEqualTo(first);
    }

    private static String only(String body) {
        byte[] edited = ModelListing.only(name -> name.startsWith("gpt-4"), body.getBytes(UTF_8));
        return edited == null ? "none" : new String(edited, UTF_8);
    }

    @Test
    void whoMayKnowOfSomeModelsSeesThoseAlone() {
        String all = "{ \"data\" : [ {\"id\":\"gpt-4o\"} , {\"id\":\"gpt-4.1\",\"n\":[1]} ] }";
        assertThat(only(all)).isEqualTo(all);
        assertThat(only("{\"object\":\"list\",\"data\":[ {\"id\":\"o3\"} , {\"x\": 1,\"id\":\"gpt-4o\"}, 1, {\"n\":2},"
                        + "{\"id\":\"gpt-4.1\"}],\"has_more\":true}"))
                .isEqualTo(
                        "{\"object\":\"list\",\"data\":[{\"x\": 1,\"id\":\"gpt-4o\"},{\"id\":\"gpt-4.1\"}],\"has_more\":true}");
        assertThat(
                        only(
                                "{\"models\":[{\"name\":\"models/gemini-pro\"},{\"name\":\"models/gpt-4\"}],\"nextPageToken\":\"t\"}"))
                .isEqualTo("{\"models\":[{\"name\":\"models/gpt-4\"}],\"nextPageToken\":\"t\"}");
    }

    @Test
    void bothListsOfOneAnswerAreShortened() {
        assertThat(only("{\"models\":[{\"name\":\"a\"}],\"data\":[{\"id\":\"a\"},{\"id\":\"gpt-4\"}]}"))
                .isEqualTo("{\"models\":[],\"data\":[{\"id\":\"gpt-4\"}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "{\"error\":{}}", "{\"data\":{}}"})
    void whatIsNoListIsNotTakenForOne(String body) {
        assertThat(only(body)).isEqualTo("none");
    }
}
