package io.gptload.gateway.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for. What is missing or makes no sense is replaced, as gpt-load does.
 *
 * @param page 1 or more
 * @param size rows of a page, 1 to {@value #LARGEST}
 */
public record Paging(int page, int size) {

    /** The most rows of a page. */
    public static final int LARGEST = 1000;

    private static final int USUAL = 15;

    /** What the parameters {@code page} and {@code page_size} say. */
    public static Paging of(@Nullable String page, @Nullable String pageSize) {
        return new Paging(positive(page, 1), Math.min(positive(pageSize, USUAL), LARGEST));
    }

    private static int positive(@Nullable String text, int otherwise) {
        try {
            int number = text == null ? otherwise : Integer.parseInt(text);
            return number > 0 ? number : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** How many rows come before it. */
    public long offset() {
        return (page - 1L) * size;
    }

    /** These rows of this page, with the place of the page in the whole. */
    public PageReply reply(List<?> items, long total) {
        return new PageReply(items, new PageReply.Pagination(page, size, total, (total + size - 1) / size));
    }

    /** This page of a list that is whole in memory. */
    public <T> List<T> of(List<T> all) {
        int from = (int) Math.min(offset(), all.size());
        return all.subList(from, Math.min(from + size, all.size()));
    }
}
