package io.gptload.client.store.jdbc;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encryption as gpt-load has it: the key comes from the password by PBKDF2, a stored text is the hex of nonce, AES-256-GCM
 * ciphertext and tag, the hash is HMAC-SHA-256. Thread-safe.
 */
final class AesKeyCipher implements KeyCipher {

    private static final byte[] SALT = "gpt-load-encryption-v1".getBytes(StandardCharsets.US_ASCII);
    private static final int ROUNDS = 100_000;
    private static final int KEY_BITS = 256;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int FEWEST_DIGITS = 2 * (NONCE_BYTES + 1 + TAG_BYTES);
    private static final HexFormat HEX = HexFormat.of();

    private final SecretKeySpec key;
    private final Mac hmac; // only ever copied: looking one up costs more than using it
    private final SecureRandom random = new SecureRandom();
    private final ThreadLocal<Cipher> ciphers = ThreadLocal.withInitial(AesKeyCipher::newCipher);

    /** Takes a good part of a second. */
    AesKeyCipher(String password) {
        if (password.isEmpty()) {
            throw new IllegalArgumentException("The password must not be empty");
        }
        try {
            byte[] derived = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), SALT, ROUNDS, KEY_BITS))
                    .getEncoded();
            key = new SecretKeySpec(derived, "AES");
            hmac = Mac.getInstance("HmacSHA256");
            hmac.init(new SecretKeySpec(derived, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** Whether a text has the form of what is stored here; a key may have it by chance. */
    static boolean hasForm(String text) {
        return text.length() >= FEWEST_DIGITS
                && text.length() % 2 == 0
                && text.chars().allMatch(HexFormat::isHexDigit);
    }

    @Override
    public String encrypt(String secret) {
        byte[] plain = secret.getBytes(StandardCharsets.UTF_8);
        byte[] stored = new byte[NONCE_BYTES + plain.length + TAG_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        System.arraycopy(nonce, 0, stored, 0, NONCE_BYTES);
        try {
            Cipher cipher = ciphers.get();
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
            cipher.doFinal(plain, 0, plain.length, stored, NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
        return HEX.formatHex(stored);
    }

    @Override
    public String decrypt(String stored) {
        if (!hasForm(stored)) {
            throw foreign();
        }
        byte[] bytes = HEX.parseHex(stored);
        try {
            Cipher cipher = ciphers.get();
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, bytes, 0, NONCE_BYTES));
            byte[] plain = cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
            return new String(plain, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw foreign();
        }
    }

    private static IllegalArgumentException foreign() {
        return new IllegalArgumentException("The text was not encrypted with this key");
    }

    @Override
    public String hash(String secret) {
        if (secret.isEmpty()) {
            return "";
        }
        try {
            Mac copy = (Mac) hmac.clone();
            return HEX.formatHex(copy.doFinal(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (CloneNotSupportedException e) {
            throw missing(e);
        }
    }

    /** A key may have been stored in clear before there was encryption. */
    @Override
    public List<String> hashes(String secret) {
        return List.of(hash(secret), KeyHashes.sha256(secret));
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    private static IllegalStateException missing(Exception cause) {
        return new IllegalStateException("This Java platform lacks PBKDF2, AES-GCM or HMAC-SHA-256", cause);
    }

    @Override
    public String toString() {
        return "AesKeyCipher";
    }
}
