package io.claimflow.engine.realm;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import io.claimflow.LogLine;
import io.claimflow.Outcome;
import io.claimflow.engine.TestWorkflow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signatures of <code>crypto.subtle</code>, with keys and signatures of the JDK's.
 */
class WebCryptoTests {

	private static final KeyPair RSA = pair("RSA", 2048, null);

	private static final String HEAD = """
			const text = new TextEncoder().encode("signed");
			const bytes = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
			const failure = async (promise: Promise<unknown>) => promise.then(() => "none", (error) => error.name);
			""";

	private static KeyPair pair(String algorithm, int size, String curve) {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
			if (curve != null) {
				generator.initialize(new ECGenParameterSpec(curve));
			}
			else {
				generator.initialize(size);
			}
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String base64(byte[] bytes) {
		return Base64.getEncoder().encodeToString(bytes);
	}

	private static String base64url(BigInteger number, int length) {
		byte[] bytes = number.toByteArray();
		byte[] fixed = new byte[Math.max(length, (number.bitLength() + 7) / 8)];
		int skip = Math.max(0, bytes.length - fixed.length);
		System.arraycopy(bytes, skip, fixed, fixed.length - (bytes.length - skip), bytes.length - skip);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
	}

	private static String signed(String algorithm, KeyPair pair) throws GeneralSecurityException {
		Signature signature = Signature.getInstance(algorithm);
		signature.initSign(pair.getPrivate());
		signature.update("signed".getBytes(StandardCharsets.UTF_8));
		return base64(signature.sign());
	}

	private static String jwk(RSAPublicKey key) {
		return JsonMapper.shared()
			.writeValueAsString(Map.of("kty", "RSA", "n", base64url(key.getModulus(), 0), "e",
					base64url(key.getPublicExponent(), 0)));
	}

	private static List<String> log(String body) {
		Outcome outcome = TestWorkflow.run(HEAD + body);
		assertThat(outcome.failure()).isEmpty();
		return outcome.log().stream().map(LogLine::message).toList();
	}

	@Test
	void hmacSignsAndVerifies() {
		// RFC 4231, test case 2
		assertThat(log("""
				const key = await crypto.subtle.importKey("raw", new TextEncoder().encode("Jefe"),
				  { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
				const data = new TextEncoder().encode("what do ya want for nothing?");
				const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, data));
				console.log([...mac].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
				console.log(await crypto.subtle.verify("HMAC", key, mac, data));
				mac[0] ^= 1;
				console.log(await crypto.subtle.verify("HMAC", key, mac, data));
				const jwk = await crypto.subtle.importKey("jwk", { kty: "oct", k: "SmVmZQ" },
				  { name: "HMAC", hash: { name: "SHA-256" } }, true, ["sign"]);
				console.log(new TextDecoder().decode(await crypto.subtle.exportKey("raw", jwk)), jwk.algorithm.length);
				""")).containsExactly("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", "true",
				"false", "Jefe 32");
	}

	@ParameterizedTest
	@CsvSource({ "RSASSA-PKCS1-v1_5, SHA-256", "RSASSA-PKCS1-v1_5, SHA-512", "RSA-PSS, SHA-256", "RSA-PSS, SHA-384" })
	void rsaSignsAndVerifies(String algorithm, String hash) throws Exception {
		String jdk = algorithm.equals("RSA-PSS") ? "" : signed(hash.replace("-", "") + "withRSA", RSA);
		assertThat(log("""
				const algorithm = { name: "%s", hash: "%s", saltLength: 32 };
				const open = await crypto.subtle.importKey("spki", bytes("%s"), algorithm, true, ["verify"]);
				const secret = await crypto.subtle.importKey("pkcs8", bytes("%s"), algorithm, false, ["sign"]);
				const jwk = await crypto.subtle.importKey("jwk", %s, algorithm, true, ["verify"]);
				const signature = await crypto.subtle.sign(algorithm, secret, text);
				console.log(await crypto.subtle.verify(algorithm, open, signature, text),
				  await crypto.subtle.verify(algorithm, jwk, signature, text),
				  await crypto.subtle.verify(algorithm, open, signature, new Uint8Array(3)),
				  await crypto.subtle.verify(algorithm, open, new Uint8Array(5), text),
				  open.type, secret.type, open.algorithm.modulusLength, [...open.algorithm.publicExponent].join());
				if ("%s") console.log(await crypto.subtle.verify(algorithm, open, bytes("%s"), text));
				""".formatted(algorithm, hash, base64(RSA.getPublic().getEncoded()),
				base64(RSA.getPrivate().getEncoded()), jwk((RSAPublicKey) RSA.getPublic()), jdk, jdk)))
			.first()
			.isEqualTo("true true false false public private 2048 1,0,1");
	}

	@ParameterizedTest
	@CsvSource({ "P-256, secp256r1, SHA-256, 32", "P-384, secp384r1, SHA-384, 48", "P-521, secp521r1, SHA-512, 66" })
	void ecdsaSignsAndVerifies(String curve, String name, String hash, int length) throws Exception {
		KeyPair pair = pair("EC", 0, name);
		ECPublicKey open = (ECPublicKey) pair.getPublic();
		String point = "{ kty: 'EC', crv: '" + curve + "', x: '" + base64url(open.getW().getAffineX(), length)
				+ "', y: '%s' }";
		assertThat(log("""
				const algorithm = { name: "ECDSA", namedCurve: "%s" };
				const open = await crypto.subtle.importKey("jwk", %s, algorithm, true, ["verify"]);
				const secret = await crypto.subtle.importKey("pkcs8", bytes("%s"), algorithm, false, ["sign"]);
				const hash = { name: "ECDSA", hash: "%s" };
				const signature = await crypto.subtle.sign(hash, secret, text);
				console.log(signature.byteLength, await crypto.subtle.verify(hash, open, signature, text),
				  await crypto.subtle.verify(hash, open, bytes("%s"), text),
				  await crypto.subtle.verify(hash, open, signature, new Uint8Array(1)));
				console.log(await failure(crypto.subtle.importKey("jwk", %s, algorithm, true, ["verify"])));
				""".formatted(curve, point.formatted(base64url(open.getW().getAffineY(), length)),
				base64(pair.getPrivate().getEncoded()), hash,
				signed(hash.replace("-", "") + "withECDSAinP1363Format", pair),
				point.formatted(base64url(open.getW().getAffineY().add(BigInteger.ONE), length)))))
			.containsExactly(2 * length + " true true false", "DataError");
	}

	@Test
	void ed25519SignsAndVerifies() throws Exception {
		// RFC 8032, section 7.1, test 2
		assertThat(
				log("""
						const hex = (text: string) => Uint8Array.from(text.match(/../g)!, (byte) => parseInt(byte, 16));
						const base64url = (data: Uint8Array) =>
						  btoa(String.fromCharCode(...data)).replace(/\\+/g, "-").replace(/\\//g, "_").replace(/=/g, "");
						const d = base64url(hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
						const point = hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
						const x = base64url(point);
						const secret = await crypto.subtle.importKey("jwk", { kty: "OKP", crv: "Ed25519", d, x }, "Ed25519", false, ["sign"]);
						const open = await crypto.subtle.importKey("raw", point, { name: "Ed25519" }, true, ["verify"]);
						const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", secret, hex("72")));
						console.log([...signature].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
						console.log(await crypto.subtle.verify("Ed25519", open, signature, hex("72")),
						  await crypto.subtle.verify("Ed25519", open, signature, hex("73")),
						  await crypto.subtle.verify("Ed25519", open, new Uint8Array(3), hex("72")),
						  (await crypto.subtle.exportKey("jwk", open)).x === x,
						  base64url(new Uint8Array(await crypto.subtle.exportKey("raw", open))) === x,
						  await failure(crypto.subtle.importKey("raw", new Uint8Array(31), "Ed25519", true, ["verify"])));
						"""))
			.containsExactly(
					"92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
							+ "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
					"true false false true true DataError");
	}

	@Test
	void ed25519TakesTheKeysOfOthers() throws Exception {
		KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
		assertThat(log("""
				const open = await crypto.subtle.importKey("spki", bytes("%s"), "Ed25519", true, ["verify"]);
				const secret = await crypto.subtle.importKey("pkcs8", bytes("%s"), "Ed25519", false, ["sign"]);
				console.log(await crypto.subtle.verify("Ed25519", open, bytes("%s"), text),
				  await crypto.subtle.verify("Ed25519", open, await crypto.subtle.sign("Ed25519", secret, text), text));
				""".formatted(base64(pair.getPublic().getEncoded()), base64(pair.getPrivate().getEncoded()),
				signed("Ed25519", pair))))
			.containsExactly("true true");
	}

	@Test
	void keysAreMade() {
		assertThat(
				log("""
						const hmac = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-384" }, true, ["sign", "verify"]);
						const short = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256", length: 256 }, true, ["sign"]);
						console.log((await crypto.subtle.exportKey("raw", hmac)).byteLength, short.algorithm.length, hmac.type);
						for (const algorithm of [{ name: "ECDSA", namedCurve: "P-384" }, { name: "Ed25519" }] as any[]) {
						  const pair: any = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
						  const using = { ...algorithm, hash: "SHA-384" };
						  const signature = await crypto.subtle.sign(using, pair.privateKey, text);
						  const raw = await crypto.subtle.exportKey("raw", pair.publicKey);
						  const again = await crypto.subtle.importKey("raw", raw, algorithm, true, ["verify"]);
						  console.log(await crypto.subtle.verify(using, pair.publicKey, signature, text),
						    await crypto.subtle.verify(using, again, signature, text),
						    pair.privateKey.usages.join(), pair.publicKey.usages.join(), pair.privateKey.extractable,
						    await failure(crypto.subtle.exportKey("pkcs8", pair.privateKey)));
						}
						const rsa = { name: "RSA-PSS", hash: "SHA-256", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
						console.log(await failure(crypto.subtle.generateKey(rsa as any, true, ["sign"])),
						  await failure(crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256", length: 10 ** 7 }, true, ["sign"])),
						  await failure(crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-1" as any }, true, ["sign"])),
						  await failure(crypto.subtle.generateKey("Ed25519", true, ["verify"])),
						  await failure(crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, true, [])));
						"""))
			.containsExactly("128 256 secret", "true true sign verify false InvalidAccessError",
					"true true sign verify false InvalidAccessError",
					"NotSupportedError OperationError NotSupportedError SyntaxError SyntaxError");
	}

	@Test
	void keysAreUsedForWhatTheyAreForAlone() {
		assertThat(log("""
				const hmac = { name: "HMAC", hash: "SHA-256" };
				const rsa = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
				const key = await crypto.subtle.importKey("raw", text, hmac, false, ["verify"]);
				console.log(await failure(crypto.subtle.sign("HMAC", key, text)),
				  await failure(crypto.subtle.verify(rsa, key, text, text)),
				  await failure(crypto.subtle.exportKey("raw", key)),
				  await failure(crypto.subtle.importKey("raw", text, hmac, false, [])),
				  await failure(crypto.subtle.importKey("raw", text, hmac, false, ["encrypt" as any])),
				  await failure(crypto.subtle.importKey("raw", text, "AES-GCM", false, ["encrypt"])),
				  await failure(crypto.subtle.importKey("spki", text, rsa, false, ["verify"])),
				  await failure(crypto.subtle.importKey("raw", new Uint8Array(0), hmac, false, ["sign"])));
				console.log(JSON.stringify(key), Object.prototype.toString.call(key), key instanceof CryptoKey,
				  await failure((async () => new (CryptoKey as any)())()));
				""")).containsExactly(
				"InvalidAccessError InvalidAccessError InvalidAccessError SyntaxError SyntaxError NotSupportedError"
						+ " DataError DataError",
				"{\"type\":\"secret\",\"extractable\":false,\"algorithm\":{\"name\":\"HMAC\",\"hash\":{\"name\":\"SHA-256\"},"
						+ "\"length\":48},\"usages\":[\"verify\"]} [object CryptoKey] true TypeError");
	}

	/** What one operation takes follows from the size of its key, which is bounded. */
	@Test
	void keysAreBounded() {
		KeyPair small = pair("RSA", 512, null);
		RSAPrivateCrtKey key = (RSAPrivateCrtKey) RSA.getPrivate();
		String jwk = "{ kty: 'RSA', n: '%s', e: 'AQAB', d: '%s', p: '%s', q: '%s', dp: '%s', dq: '%s', qi: '%s' }"
			.formatted(base64url(key.getModulus(), 0), base64url(key.getPrivateExponent(), 0),
					base64url(key.getPrimeP().shiftLeft(20_000), 0), base64url(key.getPrimeQ(), 0),
					base64url(key.getPrimeExponentP(), 0), base64url(key.getPrimeExponentQ(), 0),
					base64url(key.getCrtCoefficient(), 0));
		String slow = "{ kty: 'RSA', n: '%s', e: '%s' }".formatted(base64url(key.getModulus(), 0),
				base64url(key.getPrivateExponent(), 0));
		assertThat(log("""
				const rsa = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
				const hmac = { name: "HMAC", hash: "SHA-256" };
				console.log(await failure(crypto.subtle.importKey("spki", bytes("%s"), rsa, false, ["verify"])),
				  await failure(crypto.subtle.importKey("jwk", %s, rsa, false, ["sign"])),
				  await failure(crypto.subtle.importKey("jwk", %s, rsa, false, ["verify"])),
				  await failure(crypto.subtle.importKey("spki", new Uint8Array(20_000), rsa, false, ["verify"])),
				  await failure(crypto.subtle.importKey("raw", new Uint8Array(65_537), hmac, false, ["sign"])));
				""".formatted(base64(small.getPublic().getEncoded()), jwk, slow)))
			.containsExactly("NotSupportedError DataError NotSupportedError DataError DataError");
	}

}
