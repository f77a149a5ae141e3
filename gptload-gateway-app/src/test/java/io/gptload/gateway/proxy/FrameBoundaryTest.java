package io.gptload.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameBoundaryTest {

    private static byte[] frame(int length) {
        byte[] head = length < 126
                ? new byte[] {(byte) 0x82, (byte) length}
                : length < 1 << 16
                        ? new byte[] {(byte) 0x82, 126, (byte) (length >> 8), (byte) length}
                        : new byte[] {
                            (byte) 0x82, 127, 0, 0, 0, 0, 0, (byte) (length >> 16), (byte) (length >> 8), (byte) length
                        };
        byte[] frame = new byte[head.length + length];
        System.arraycopy(head, 0, frame, 0, head.length);
        return frame;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 255, 256, 65_535, 65_536, 200_000})
    void itIsReachedBehindTheLastByteOfAFrameAndNowhereElse(int length) {
        FrameBoundary boundary = new FrameBoundary();
        assertThat(boundary.isReached()).isTrue();
        byte[] frame = frame(length);
        for (int i = 0; i < frame.length; i++) {
            boundary.passed(new byte[] {frame[i]}, 1);
            assertThat(boundary.isReached()).isEqualTo(i == frame.length - 1);
        }
        byte[] two = new byte[2 * frame.length];
        System.arraycopy(frame, 0, two, 0, frame.length);
        System.arraycopy(frame, 0, two, frame.length, frame.length);
        boundary.passed(two, two.length - 1);
        assertThat(boundary.isReached()).isFalse();
        boundary.passed(new byte[] {0}, 1);
        assertThat(boundary.isReached()).isTrue();
    }
}
