package stemma.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Keys and signatures that OpenSSH 9.2 made for this test; their private halves were thrown away. */
class SshSignatureTest {
    private static final String PURPOSE = "stemma-approval";
    private static final byte[] MESSAGE =
            "stemma approval, version 1\nanswer: yes\n".getBytes(StandardCharsets.US_ASCII);
    private static final String KEY =
            "ssh-ed25519 " + "AAAAC3NzaC1lZDI1NTE5AAAAIALz7yb34FZwRrxWGSBvSckE09LTTag9CEvWV0MKOmKP";
    private static final String FINGERPRINT = "SHA256:DXDF14aWClveGLcH/O01b+dPbHTOdXy74ntK2kPlVRE";

    private static final String OVER_SHA512 = """
            -----BEGIN SSH SIGNATURE-----
            U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgAvPvJvfgVnBGvFYZIG9JyQTT0t
            NNqD0IS9ZXQwo6Yo8AAAAPc3RlbW1hLWFwcHJvdmFsAAAAAAAAAAZzaGE1MTIAAABTAAAA
            C3NzaC1lZDI1NTE5AAAAQNLYbePuyNZdgAGR7dyyxM2pITNtryaAuA8jrTG474Q7vhmp2M
            xYRGcOAkdo0b5RvwPgyR6fQuWqYbWfEXlsDw0=
            -----END SSH SIGNATURE-----
            """;

    private static final String OVER_SHA256 = """
            -----BEGIN SSH SIGNATURE-----
            U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgAvPvJvfgVnBGvFYZIG9JyQTT0t
            NNqD0IS9ZXQwo6Yo8AAAAPc3RlbW1hLWFwcHJvdmFsAAAAAAAAAAZzaGEyNTYAAABTAAAA
            C3NzaC1lZDI1NTE5AAAAQHDqH+wn1H7Hbu+/lts+YJMMiEs3+pIIDM1pBMLcnGI9lQvpKf
            SEVzYNFqe3CcpCRKj2jITuJ6lM/Bjc6Pe15g0=
            -----END SSH SIGNATURE-----
            """;

    private static final String FOR_FILES = """
            -----BEGIN SSH SIGNATURE-----
            U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgAvPvJvfgVnBGvFYZIG9JyQTT0t
            NNqD0IS9ZXQwo6Yo8AAAAEZmlsZQAAAAAAAAAGc2hhNTEyAAAAUwAAAAtzc2gtZWQyNTUx
            OQAAAEDX0aGYmgDV9e1segGLksum03fSWj9u8d5j5LFpcHqphArH/HU7M32beDsiA8F6HT
            Gwc9KNTX6Z8on4FCW8V5AG
            -----END SSH SIGNATURE-----
            """;

    private static final String RSA = """
            -----BEGIN SSH SIGNATURE-----
            U1NIU0lHAAAAAQAAARcAAAAHc3NoLXJzYQAAAAMBAAEAAAEBAMSYROWU/8AHxAF4y5seYa
            Mf6DzjSo4Fke6QEvOLlfJDbP1tXv+Z9ugFjjnzEMA6TFCPwhgSn6o7733KevvlLaJKtj5x
            dZP2keNwQ+134MMWU83iBW8Nep30X+HlPRTrXvcyYuSq+TLwn0dcNZhztRt6b1bZlpSqBF
            MJX0iJCs7bIsDkzNvKmjplYSV7784wuXfOwg4iS+U4ou4UKqG9rhCrfRRH9eMYjxZQJHzL
            OCMMSSHraDZxdYCOZu0T4OTjppUUgzDSyQEMuuN4CoANOdhdkmMYF9Vu/YydNvHCSgC/zK
            b3qsMeKg97IjcCXGSaARGCZ1Sig49Ik7DqyQbzFUMAAAAPc3RlbW1hLWFwcHJvdmFsAAAA
            AAAAAAZzaGE1MTIAAAEUAAAADHJzYS1zaGEyLTUxMgAAAQBImb0DVavEc+T6b47r5JCS07
            BMAlCiDTMiYnEA4XJcVql9wtEdQXs79uK4I0CVJX0/YXQakQaWZMURxYyIHvrGcIoLabqZ
            fLIIGlghGGh6JMDcemPfyA0F0aUbb8c7ErzM09p389WScVPovmARWNOlSsghjX/nc29nsK
            IO9JLkinZxTBeGqU3D92H4p6zLRSyWk/JVVcqWg84GOPwbdpKPsbRMe3qmqPsa8+5pJb7i
            rqWIszH5UPftcEoV6gDMfnbFAY9B1AwaTp27YKM9zWKBx+1zgM8N5tLteAhpOz6zn3fbp3
            XWhSYoSVTBEcPUI+Rp994jChXiIyUAJ6QjPW3X
            -----END SSH SIGNATURE-----
            """;

    @Test
    void aKeyIsReadAsItsToolWritesItAndNamedAsItsToolNamesIt() {
        SshKey key = SshKey.parse(KEY + " ada@test\n");
        assertThat(key.fingerprint()).isEqualTo(FINGERPRINT);
        assertThat(key.line()).isEqualTo(KEY);
        assertThat(SshKey.parse(key.line())).isEqualTo(key).hasSameHashCodeAs(key);
    }

    @Test
    void aSignatureOfTheToolIsAcceptedOverEitherHash() {
        for (String text : new String[] {OVER_SHA512, OVER_SHA256}) {
            SshSignature signature = SshSignature.parse(text);
            assertThat(signature.key()).isEqualTo(SshKey.parse(KEY));
            assertThat(signature.signs(MESSAGE, PURPOSE)).isTrue();
            assertThat(signature.armoured()).isEqualTo(text);
            assertThat(SshSignature.parse(signature.base64()).signs(MESSAGE, PURPOSE))
                    .isTrue();
        }
    }

    @Test
    void anotherMessageOrPurposeIsNotSigned() {
        SshSignature signature = SshSignature.parse(OVER_SHA512);
        byte[] no = new String(MESSAGE, StandardCharsets.US_ASCII)
                .replace("yes", "no")
                .getBytes(StandardCharsets.US_ASCII);
        assertThat(signature.signs(no, PURPOSE)).isFalse();
        assertThat(signature.signs(MESSAGE, "file")).isFalse();
        SshSignature files = SshSignature.parse(FOR_FILES);
        assertThat(files.signs(MESSAGE, "file")).isTrue();
        assertThat(files.signs(MESSAGE, PURPOSE)).isFalse();
    }

    /** Whatever bit is turned, it is refused or no longer a signature of this message by this key. */
    @Test
    void noFlippedBitPasses() {
        byte[] whole =
                Base64.getDecoder().decode(SshSignature.parse(OVER_SHA512).base64());
        SshKey key = SshKey.parse(KEY);
        int accepted = 0;
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] changed = whole.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            accepted += accepted(changed, key) ? 1 : 0;
        }
        assertThat(accepted).isZero();
        for (int length = 0; length < whole.length; length++) {
            assertThat(accepted(Arrays.copyOf(whole, length), key))
                    .as("%d bytes", length)
                    .isFalse();
        }
    }

    private static boolean accepted(byte[] bytes, SshKey key) {
        try {
            SshSignature signature = SshSignature.parse(Base64.getEncoder().encodeToString(bytes));
            return signature.key().equals(key) && signature.signs(MESSAGE, PURPOSE);
        } catch (IdentityFailed refused) {
            return false;
        }
    }

    @Test
    void whatIsNoKeyOrNoSignatureOfThisKindIsSaid() {
        assertThatThrownBy(() -> SshKey.parse("ssh-rsa AAAAB3NzaC1yc2E= r"))
                .isInstanceOf(IdentityFailed.class)
                .hasMessageContaining("not ssh-rsa; make one with ssh-keygen -t ed25519");
        assertThatThrownBy(() -> SshKey.parse("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl"))
                .hasMessageStartingWith("this is the private half of a key");
        assertThatThrownBy(() -> SshKey.parse("ssh-ed25519 AAAA")).hasMessageContaining("cut short or damaged");
        assertThatThrownBy(() -> SshKey.parse("hello")).hasMessageStartingWith("a public key is one line such as");
        assertThatThrownBy(() -> SshKey.parse(KEY + " " + "x".repeat(SshKey.LINE_CHARS_MAX)))
                .hasMessageStartingWith("a public key is one line such as");
        assertThatThrownBy(() -> SshSignature.parse(RSA)).hasMessageContaining("of the kind ssh-ed25519, not ssh-rsa");
        assertThatThrownBy(() -> SshSignature.parse("no signature!")).hasMessageStartingWith("a signature begins with");
        assertThatThrownBy(() -> SshSignature.parse("AAAA")).hasMessageStartingWith("this is no signature that");
        assertThatThrownBy(() -> SshSignature.parse("A".repeat(SshSignature.TEXT_CHARS_MAX + 1)))
                .hasMessage("a signature has at most 4000 characters");
    }
}
