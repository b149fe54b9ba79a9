package io.claimflow.engine.realm;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signatures of the Web Cryptography API over the providers of the JDK: HMAC, RSA
 * (RSASSA-PKCS1-v1_5 and RSA-PSS), ECDSA and Ed25519. It keeps no key: a key is bytes in
 * the realm, the secret of HMAC, SubjectPublicKeyInfo or PKCS #8. Bytes cross as a string
 * with a character for each.
 * <p>
 * Every operation is computed on the thread of the run, so it counts towards its limits,
 * and what one of them may take is bounded by the size of its key.
 *
 * @see <a href="https://www.w3.org/TR/webcrypto-2/">Web Cryptography Level 2</a>
 */
final class WebCrypto {

	/** One signature takes a few milliseconds. */
	private static final int RSA_PRIVATE_BITS = 4096;

	private static final int RSA_PUBLIC_BITS = 8192;

	private static final int RSA_LEAST_BITS = 1024;

	/** Larger exponents make a verification as dear as a signature. */
	private static final int RSA_EXPONENT_BITS = 64;

	/** An RSA key of 8192 bits as JSON has half of it. */
	private static final int KEY_LENGTH = 16 * 1024;

	private static final int SECRET_BYTES = 64 * 1024;

	/** The field size in bytes and the name that the JDK has for each curve. */
	private static final Map<String, Curve> CURVES = Map.of("P-256", new Curve(32, "secp256r1"), "P-384",
			new Curve(48, "secp384r1"), "P-521", new Curve(66, "secp521r1"));

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final List<String> HASHES = List.of("SHA-1", "SHA-256", "SHA-384", "SHA-512");

	private static final String ED25519 = "Ed25519";

	private static final int ED25519_BYTES = 32;

	/**
	 * What stands before the bytes of a public key in a SubjectPublicKeyInfo (RFC 8410).
	 */
	private static final byte[] ED25519_SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

	/** What stands before the bytes of a private key in its PKCS #8 form (RFC 8410). */
	private static final byte[] ED25519_PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");

	private WebCrypto() {
	}

	/**
	 * Makes a key of HMAC, or a pair of keys of ECDSA or Ed25519. A pair of RSA takes a
	 * time that nobody can tell before.
	 * @param arguments the name of the algorithm, and the length of the secret in bits or
	 * the name of the curve
	 * @return "=" and JSON with <code>type</code> and <code>data</code> of a secret, or
	 * <code>private</code> and <code>public</code> of a pair, in Base64, or a
	 * DOMException as of {@link #importKey}
	 */
	static String generateKey(List<String> arguments) {
		try {
			if (arguments.get(0).equals("HMAC")) {
				int bits = arguments.get(1).matches("\\d{1,6}") ? Integer.parseInt(arguments.get(1)) : 0;
				if (bits == 0 || bits % 8 != 0 || bits / 8 > SECRET_BYTES) {
					throw new RefusedKeyException("OperationError",
							"The secret of HMAC has 8 to %d bits, in whole bytes".formatted(8 * SECRET_BYTES));
				}
				byte[] secret = new byte[bits / 8];
				RANDOM.nextBytes(secret);
				return imported("secret", secret, Map.of());
			}
			KeyPairGenerator generator = KeyPairGenerator
				.getInstance(arguments.get(0).equals(ED25519) ? ED25519 : "EC");
			if (!arguments.get(0).equals(ED25519)) {
				generator.initialize(new ECGenParameterSpec(curve(arguments.get(1)).jdkName()), RANDOM);
			}
			KeyPair pair = generator.generateKeyPair();
			Base64.Encoder encoder = Base64.getEncoder();
			return "=" + Json.write(Map.of("private", encoder.encodeToString(pair.getPrivate().getEncoded()), "public",
					encoder.encodeToString(pair.getPublic().getEncoded())));
		}
		catch (RefusedKeyException ex) {
			return ex.name + ":" + ex.getMessage();
		}
		catch (GeneralSecurityException ex) {
			return "OperationError:The key cannot be made";
		}
	}

	/**
	 * The bytes of a public key of ECDSA or Ed25519 without what they stand in.
	 * @param arguments the name of the algorithm and the bytes of the key
	 * @return "=" and the bytes, or a DOMException as of {@link #importKey}
	 */
	static String raw(List<String> arguments) {
		byte[] data = bytes(arguments.get(1));
		if (arguments.get(0).equals(ED25519)) {
			return "=" + text(Arrays.copyOfRange(data, ED25519_SPKI.length, data.length));
		}
		try {
			ECPublicKey key = (ECPublicKey) factory("EC").generatePublic(new X509EncodedKeySpec(data));
			int bytes = (key.getParams().getCurve().getField().getFieldSize() + 7) / 8;
			return "=\u0004" + text(fixed(key.getW().getAffineX(), bytes))
					+ text(fixed(key.getW().getAffineY(), bytes));
		}
		catch (GeneralSecurityException ex) {
			return "OperationError:The key cannot be written as a point";
		}
	}

	/**
	 * Imports a key.
	 * @param arguments the name of the algorithm, its curve or an empty text, the format,
	 * and the bytes, or the JSON of a JWK
	 * @return "=" and JSON with <code>type</code>, <code>data</code> (Base64) and for RSA
	 * <code>modulusLength</code> and <code>publicExponent</code> (Base64), or a
	 * DOMException as its name, a colon and its message
	 */
	static String importKey(List<String> arguments) {
		String algorithm = arguments.get(0);
		String format = arguments.get(2);
		try {
			if (algorithm.equals("HMAC")) {
				return imported("secret", secret(format, arguments.get(3)), Map.of());
			}
			if (arguments.get(3).length() > KEY_LENGTH) {
				throw new RefusedKeyException("DataError", "The key is longer than %d bytes".formatted(KEY_LENGTH));
			}
			Key key = switch (algorithm) {
				case "ECDSA" -> ecKey(arguments.get(1), format, arguments.get(3));
				case ED25519 -> edKey(format, arguments.get(3));
				default -> rsaKey(format, arguments.get(3));
			};
			Map<String, Object> more = (key instanceof RSAKey rsa) ? rsa(rsa) : Map.of();
			return imported((key instanceof PrivateKey) ? "private" : "public", key.getEncoded(), more);
		}
		catch (RefusedKeyException ex) {
			return ex.name + ":" + ex.getMessage();
		}
		catch (GeneralSecurityException | RuntimeException ex) {
			return "DataError:The key cannot be read: it is no " + algorithm + " key in the format \"" + format + "\"";
		}
	}

	private static String imported(String type, byte[] data, Map<String, Object> more) {
		Map<String, Object> key = new LinkedHashMap<>(more);
		key.put("type", type);
		key.put("data", Base64.getEncoder().encodeToString(data));
		return "=" + Json.write(key);
	}

	private static Map<String, Object> rsa(RSAKey key) throws RefusedKeyException {
		if (key instanceof PrivateKey && !(key instanceof RSAPrivateCrtKey)) {
			throw new RefusedKeyException("NotSupportedError", "A private RSA key needs its primes");
		}
		BigInteger exponent = (key instanceof RSAPrivateCrtKey secret) ? secret.getPublicExponent()
				: ((RSAPublicKey) key).getPublicExponent();
		int bits = key.getModulus().bitLength();
		int most = (key instanceof PrivateKey) ? RSA_PRIVATE_BITS : RSA_PUBLIC_BITS;
		if (bits < RSA_LEAST_BITS || bits > most || exponent.bitLength() > RSA_EXPONENT_BITS) {
			throw new RefusedKeyException("NotSupportedError",
					"RSA keys have %d to %d bits here, private ones at most %d, and an exponent of at most %d bits"
						.formatted(RSA_LEAST_BITS, RSA_PUBLIC_BITS, RSA_PRIVATE_BITS, RSA_EXPONENT_BITS));
		}
		if (key instanceof RSAPrivateCrtKey secret) {
			checkPrimes(secret);
		}
		return Map.of("modulusLength", bits, "publicExponent", Base64.getEncoder().encodeToString(unsigned(exponent)));
	}

	/** What is larger than it has to be makes each signature dearer. */
	private static void checkPrimes(RSAPrivateCrtKey key) throws RefusedKeyException {
		BigInteger p = key.getPrimeP();
		BigInteger q = key.getPrimeQ();
		boolean sound = p.multiply(q).equals(key.getModulus()) && key.getPrimeExponentP().compareTo(p) < 0
				&& key.getPrimeExponentQ().compareTo(q) < 0 && key.getCrtCoefficient().compareTo(p) < 0
				&& key.getPrivateExponent().compareTo(key.getModulus()) < 0;
		if (!sound) {
			throw new RefusedKeyException("DataError", "The parts of the private key do not fit together");
		}
	}

	private static byte[] unsigned(BigInteger number) {
		byte[] bytes = number.toByteArray();
		return (bytes.length > 1 && bytes[0] == 0) ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
	}

	private static byte[] secret(String format, String data) throws RefusedKeyException {
		byte[] secret = switch (format) {
			case "raw" -> bytes(data);
			case "jwk" -> decode(member(readJwk(data, "oct"), "k"));
			default -> throw unsupported(format);
		};
		if (secret.length == 0 || secret.length > SECRET_BYTES) {
			throw new RefusedKeyException("DataError", "The secret of HMAC has 1 to %d bytes".formatted(SECRET_BYTES));
		}
		return secret;
	}

	private static Key rsaKey(String format, String data) throws GeneralSecurityException {
		return switch (format) {
			case "spki" -> factory("RSA").generatePublic(new X509EncodedKeySpec(bytes(data)));
			case "pkcs8" -> factory("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes(data)));
			case "jwk" -> {
				Map<String, Object> jwk = readJwk(data, "RSA");
				yield jwk.containsKey("d")
						? factory("RSA").generatePrivate(new RSAPrivateCrtKeySpec(number(jwk, "n"), number(jwk, "e"),
								number(jwk, "d"), number(jwk, "p"), number(jwk, "q"), number(jwk, "dp"),
								number(jwk, "dq"), number(jwk, "qi")))
						: factory("RSA").generatePublic(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e")));
			}
			default -> throw unsupported(format);
		};
	}

	private static Key edKey(String format, String data) throws GeneralSecurityException {
		return switch (format) {
			case "spki" -> factory(ED25519).generatePublic(new X509EncodedKeySpec(bytes(data)));
			case "pkcs8" -> factory(ED25519).generatePrivate(new PKCS8EncodedKeySpec(bytes(data)));
			case "raw" -> factory(ED25519).generatePublic(new X509EncodedKeySpec(edBytes(ED25519_SPKI, bytes(data))));
			case "jwk" -> {
				Map<String, Object> jwk = readJwk(data, "OKP");
				if (!ED25519.equals(jwk.get("crv"))) {
					throw new RefusedKeyException("DataError", "The key is not of the curve " + ED25519);
				}
				yield jwk.containsKey("d")
						? factory(ED25519)
							.generatePrivate(new PKCS8EncodedKeySpec(edBytes(ED25519_PKCS8, decode(member(jwk, "d")))))
						: factory(ED25519)
							.generatePublic(new X509EncodedKeySpec(edBytes(ED25519_SPKI, decode(member(jwk, "x")))));
			}
			default -> throw unsupported(format);
		};
	}

	private static byte[] edBytes(byte[] before, byte[] key) throws RefusedKeyException {
		if (key.length != ED25519_BYTES) {
			throw new RefusedKeyException("DataError", "A key of Ed25519 has " + ED25519_BYTES + " bytes");
		}
		byte[] bytes = Arrays.copyOf(before, before.length + key.length);
		System.arraycopy(key, 0, bytes, before.length, key.length);
		return bytes;
	}

	private static Curve curve(String name) throws RefusedKeyException {
		Curve curve = CURVES.get(name);
		if (curve == null) {
			throw new RefusedKeyException("NotSupportedError",
					"There is no curve \"" + name + "\"; use P-256, P-384 or P-521");
		}
		return curve;
	}

	private static Key ecKey(String name, String format, String data) throws GeneralSecurityException {
		Curve curve = curve(name);
		AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
		parameters.init(new ECGenParameterSpec(curve.jdkName()));
		ECParameterSpec spec = parameters.getParameterSpec(ECParameterSpec.class);
		Key key = switch (format) {
			case "spki" -> factory("EC").generatePublic(new X509EncodedKeySpec(bytes(data)));
			case "pkcs8" -> factory("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes(data)));
			case "raw" -> point(spec, curve, bytes(data));
			case "jwk" -> {
				Map<String, Object> jwk = readJwk(data, "EC");
				if (!name.equals(jwk.get("crv"))) {
					throw new RefusedKeyException("DataError", "The key is not of the curve " + name);
				}
				yield jwk.containsKey("d") ? factory("EC").generatePrivate(new ECPrivateKeySpec(number(jwk, "d"), spec))
						: point(spec, number(jwk, "x"), number(jwk, "y"));
			}
			default -> throw unsupported(format);
		};
		ECParameterSpec given = ((ECKey) key).getParams();
		if (!given.getCurve().equals(spec.getCurve()) || !given.getGenerator().equals(spec.getGenerator())) {
			throw new RefusedKeyException("DataError", "The key is not of the curve " + name);
		}
		if (key instanceof ECPublicKey open) {
			checkPoint(spec, open.getW());
		}
		return key;
	}

	private static PublicKey point(ECParameterSpec spec, Curve curve, byte[] bytes) throws GeneralSecurityException {
		if (bytes.length != 1 + 2 * curve.bytes() || bytes[0] != 4) {
			throw new RefusedKeyException("DataError", "The point is not in the uncompressed form");
		}
		return point(spec, new BigInteger(1, Arrays.copyOfRange(bytes, 1, 1 + curve.bytes())),
				new BigInteger(1, Arrays.copyOfRange(bytes, 1 + curve.bytes(), bytes.length)));
	}

	/** A point off the curve is no key, and the key factory does not look. */
	private static void checkPoint(ECParameterSpec spec, ECPoint point) throws RefusedKeyException {
		BigInteger p = ((ECFieldFp) spec.getCurve().getField()).getP();
		BigInteger x = point.getAffineX();
		BigInteger y = point.getAffineY();
		if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0
				|| !y.pow(2)
					.mod(p)
					.equals(x.pow(3).add(spec.getCurve().getA().multiply(x)).add(spec.getCurve().getB()).mod(p))) {
			throw new RefusedKeyException("DataError", "The point is not on the curve");
		}
	}

	private static PublicKey point(ECParameterSpec spec, BigInteger x, BigInteger y) throws GeneralSecurityException {
		ECPoint point = new ECPoint(x, y);
		checkPoint(spec, point);
		return factory("EC").generatePublic(new ECPublicKeySpec(point, spec));
	}

	/**
	 * Writes a key as a JWK (RFC 7517).
	 * @param arguments the name of the algorithm and the bytes of a secret or public key
	 * @return "=" and the JSON, or a DOMException as of {@link #importKey}
	 */
	static String jwk(List<String> arguments) {
		byte[] data = bytes(arguments.get(1));
		try {
			if (arguments.get(0).equals("HMAC")) {
				return "=" + Json.write(Map.of("kty", "oct", "k", encode(data)));
			}
			if (arguments.get(0).equals(ED25519)) {
				return "=" + Json.write(Map.of("kty", "OKP", "crv", ED25519, "x",
						encode(Arrays.copyOfRange(data, ED25519_SPKI.length, data.length))));
			}
			PublicKey key = factory(family(arguments.get(0))).generatePublic(new X509EncodedKeySpec(data));
			if (key instanceof RSAPublicKey rsa) {
				return "=" + Json.write(Map.of("kty", "RSA", "n", encode(unsigned(rsa.getModulus())), "e",
						encode(unsigned(rsa.getPublicExponent()))));
			}
			ECPublicKey ec = (ECPublicKey) key;
			int bytes = (ec.getParams().getCurve().getField().getFieldSize() + 7) / 8;
			String name = CURVES.entrySet()
				.stream()
				.filter((curve) -> curve.getValue().bytes() == bytes)
				.findFirst()
				.orElseThrow()
				.getKey();
			return "=" + Json.write(Map.of("kty", "EC", "crv", name, "x", encode(fixed(ec.getW().getAffineX(), bytes)),
					"y", encode(fixed(ec.getW().getAffineY(), bytes))));
		}
		catch (GeneralSecurityException ex) {
			return "OperationError:The key cannot be written as a JWK";
		}
	}

	private static byte[] fixed(BigInteger number, int length) {
		byte[] bytes = unsigned(number);
		byte[] fixed = new byte[length];
		System.arraycopy(bytes, 0, fixed, length - bytes.length, bytes.length);
		return fixed;
	}

	private static String encode(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	/**
	 * Signs.
	 * @param arguments the name of the algorithm, its hash, the length of the salt, the
	 * type of the key and its bytes, and the data
	 * @return "=" and the signature, or a DOMException as of {@link #importKey}
	 */
	static String sign(List<String> arguments) {
		try {
			byte[] data = bytes(arguments.get(5));
			if (arguments.get(0).equals("HMAC")) {
				return "=" + text(mac(arguments.get(1), arguments.get(4), data));
			}
			Signature signature = signature(arguments);
			signature.initSign(factory(family(arguments.get(0)))
				.generatePrivate(new PKCS8EncodedKeySpec(bytes(arguments.get(4)))));
			signature.update(data);
			return "=" + text(signature.sign());
		}
		catch (RefusedKeyException ex) {
			return ex.name + ":" + ex.getMessage();
		}
		catch (GeneralSecurityException | RuntimeException ex) {
			return "OperationError:The data cannot be signed with this key and these parameters";
		}
	}

	/**
	 * Verifies a signature.
	 * @param arguments those of {@link #sign} and the signature
	 * @return "=true" or "=false", or a DOMException as of {@link #importKey}
	 */
	static String verify(List<String> arguments) {
		byte[] signed = bytes(arguments.get(6));
		try {
			byte[] data = bytes(arguments.get(5));
			if (arguments.get(0).equals("HMAC")) {
				return "=" + MessageDigest.isEqual(mac(arguments.get(1), arguments.get(4), data), signed);
			}
			Signature signature = signature(arguments);
			signature.initVerify(
					factory(family(arguments.get(0))).generatePublic(new X509EncodedKeySpec(bytes(arguments.get(4)))));
			signature.update(data);
			return "=" + signature.verify(signed);
		}
		catch (RefusedKeyException ex) {
			return ex.name + ":" + ex.getMessage();
		}
		catch (SignatureException ex) {
			// What is no signature at all, such as one of another length
			return "=false";
		}
		catch (GeneralSecurityException | RuntimeException ex) {
			return "OperationError:The signature cannot be verified with this key and these parameters";
		}
	}

	private static byte[] mac(String hash, String secret, byte[] data) throws GeneralSecurityException {
		Mac mac = Mac.getInstance("Hmac" + jdkHash(hash));
		mac.init(new SecretKeySpec(bytes(secret), mac.getAlgorithm()));
		return mac.doFinal(data);
	}

	private static Signature signature(List<String> arguments) throws GeneralSecurityException {
		if (arguments.get(0).equals(ED25519)) {
			return Signature.getInstance(ED25519);
		}
		String hash = jdkHash(arguments.get(1));
		return switch (arguments.get(0)) {
			case "ECDSA" -> Signature.getInstance(hash + "withECDSAinP1363Format");
			case "RSASSA-PKCS1-v1_5" -> Signature.getInstance(hash + "withRSA");
			default -> {
				Signature signature = Signature.getInstance("RSASSA-PSS");
				signature.setParameter(new PSSParameterSpec(arguments.get(1), "MGF1",
						new MGF1ParameterSpec(arguments.get(1)), Integer.parseInt(arguments.get(2)), 1));
				yield signature;
			}
		};
	}

	private static String jdkHash(String hash) throws RefusedKeyException {
		if (!HASHES.contains(hash)) {
			throw new RefusedKeyException("NotSupportedError",
					"There is no hash \"" + hash + "\"; use " + String.join(", ", HASHES));
		}
		return hash.replace("-", "");
	}

	private static String family(String algorithm) {
		return algorithm.equals("ECDSA") ? "EC" : algorithm.equals(ED25519) ? ED25519 : "RSA";
	}

	private static KeyFactory factory(String family) throws GeneralSecurityException {
		return KeyFactory.getInstance(family);
	}

	private static Map<String, Object> readJwk(String json, String type) throws RefusedKeyException {
		Map<String, Object> jwk = Json.readObject(json);
		if (!type.equals(jwk.get("kty"))) {
			throw new RefusedKeyException("DataError", "The JWK is not of the type " + type);
		}
		return jwk;
	}

	private static BigInteger number(Map<String, Object> jwk, String name) throws RefusedKeyException {
		return new BigInteger(1, decode(member(jwk, name)));
	}

	private static String member(Map<String, Object> jwk, String name) throws RefusedKeyException {
		if (jwk.get(name) instanceof String value) {
			return value;
		}
		throw new RefusedKeyException("DataError", "The JWK has no \"" + name + "\"");
	}

	private static byte[] decode(String base64url) {
		return Base64.getUrlDecoder().decode(base64url);
	}

	private static RefusedKeyException unsupported(String format) {
		return new RefusedKeyException("NotSupportedError",
				"A key of this algorithm cannot be imported in the format \"" + format + "\"");
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	/**
	 * An elliptic curve.
	 *
	 * @param bytes the size of a coordinate
	 * @param jdkName what the JDK calls it
	 */
	private record Curve(int bytes, String jdkName) {

	}

	/** A key that is not taken, with the name of the DOMException to throw. */
	private static final class RefusedKeyException extends GeneralSecurityException {

		private static final long serialVersionUID = 1L;

		private final String name;

		RefusedKeyException(String name, String message) {
			super(message);
			this.name = name;
		}

	}

}
