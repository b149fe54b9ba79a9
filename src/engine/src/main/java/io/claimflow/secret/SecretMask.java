package io.claimflow.secret;

import java.net.IDN;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Masks the secrets that a run knows, in every form in which they are sent and shown,
 * whole and in part.
 */
public final class SecretMask {

	/** What is shorter is in any text by chance. */
	static final int SHORT = 4;

	private static final String MASK = "******";

	private static final String CUT = " …";

	private static final String ALONE = "(?<![\\p{L}\\p{N}])%s(?![\\p{L}\\p{N}])";

	private static final Pattern WORD = Pattern.compile("\\p{L}+");

	/** The known texts that are left as they are. */
	private static final int KNOWN = 1000;

	private static final Pattern LABEL = Pattern.compile("xn--[a-z0-9-]+");

	/** A part of so many characters gives away too much of any secret. */
	private static final int LONG_PART = 12;

	private final Set<String> secrets = new LinkedHashSet<>();

	/** Those that people choose, which may be words that stand elsewhere, too. */
	private final Set<String> chosen = new LinkedHashSet<>();

	private final Supplier<Collection<String>> knownTexts;

	private final Predicate<String> constants;

	private @Nullable Forms forms;

	private @Nullable Forms chosenForms;

	private @Nullable Pattern known;

	public SecretMask() {
		this(List::of, (text) -> false);
	}

	/**
	 * Creates a mask.
	 * @param knownTexts what everybody may read, and knows to stand there: to mask a
	 * chosen secret in it would give the secret away
	 * @param constants whether a text is a value among them: only where a chosen secret
	 * is one is a value that equals it left as it is
	 */
	public SecretMask(Supplier<Collection<String>> knownTexts, Predicate<String> constants) {
		this.knownTexts = knownTexts;
		this.constants = constants;
	}

	/** Adds a secret that somebody chose, such as a password. */
	public void addChosen(String secret) {
		if (!secret.isEmpty() && this.chosen.add(secret)) {
			this.chosenForms = null;
		}
	}

	public void add(String secret) {
		if (!secret.isEmpty() && this.secrets.add(secret)) {
			this.forms = null;
		}
	}

	public int size() {
		return this.secrets.size() + this.chosen.size();
	}

	public boolean knows(String secret) {
		return this.secrets.contains(secret) || this.chosen.contains(secret);
	}

	/**
	 * A text with its secrets masked, or the beginning of it. No more of a text is looked
	 * at than is kept, however long it is. It is masked before it is cut, and what is too
	 * little of a secret to be known for it, at the cut, is dropped.
	 * @param length the characters to keep
	 */
	public String beginning(String text, int length) {
		if (text.length() <= length + LONG_PART) {
			String masked = apply(text);
			return (masked.length() > length) ? masked.substring(0, length) + CUT : masked;
		}
		String masked = apply(text.substring(0, length + LONG_PART));
		return masked.substring(0, Math.max(0, Math.min(length, masked.length() - LONG_PART + 1))) + CUT;
	}

	/**
	 * Most runs know secrets and say nothing, so their forms are made when one speaks.
	 */
	public String apply(String text) {
		return isValue(text) ? MASK : applyChosen(applyToSource(text));
	}

	/** A whole value, masked if it is a secret that somebody chose and no constant. */
	public String applyToValue(String value) {
		return isValue(value) ? MASK : value;
	}

	private boolean isValue(String text) {
		return this.chosen.contains(text) && !this.constants.test(text);
	}

	/** A text of the author's with the secrets masked that nobody chose. */
	public String applyToSource(String text) {
		if (this.secrets.isEmpty() || text.isEmpty()) {
			return text;
		}
		Forms forms = this.forms;
		if (forms == null) {
			forms = new Forms(this.secrets);
			this.forms = forms;
		}
		return forms.mask(text);
	}

	private String applyChosen(String text) {
		if (this.chosen.isEmpty() || text.isEmpty()) {
			return text;
		}
		Forms forms = this.chosenForms;
		Pattern known = this.known;
		if (forms == null || known == null) {
			forms = new Forms(this.chosen);
			known = known();
			this.chosenForms = forms;
			this.known = known;
		}
		Matcher matcher = known.matcher(text);
		StringBuilder masked = new StringBuilder();
		int from = 0;
		while (matcher.find()) {
			masked.append(forms.mask(text.substring(from, matcher.start()))).append(matcher.group());
			from = matcher.end();
		}
		return masked.append(forms.mask(text.substring(from))).toString();
	}

	/**
	 * The known texts that have a chosen secret in them, the longest first. One that is a
	 * secret itself is known if it is a word.
	 */
	private Pattern known() {
		String texts = this.knownTexts.get()
			.stream()
			.filter((text) -> this.chosen.stream()
				.anyMatch((secret) -> text.equals(secret) ? WORD.matcher(text).matches() : text.contains(secret)))
			.sorted(Comparator.comparingInt(String::length).reversed())
			.limit(KNOWN)
			.map((text) -> (WORD.matcher(text).matches() ? ALONE : "%s").formatted(Pattern.quote(text)))
			.collect(Collectors.joining("|"));
		return Pattern.compile(texts.isEmpty() ? "(?!)" : texts);
	}

	/** The forms of some secrets. */
	private static final class Forms {

		/**
		 * A part of at least so many characters is looked for; shorter forms are masked
		 * whole.
		 */
		private static final int PART = 8;

		/**
		 * The characters that all forms have together. After them, secrets are masked as
		 * they are only.
		 */
		private static final int CHARACTERS = 4_000_000;

		/**
		 * The number of places of a form at which a part is looked for, if it repeats
		 * itself.
		 */
		private static final int PLACES = 64;

		/** Longest first, so that a secret within another leaves nothing of it. */
		private final Set<String> shortForms = new TreeSet<>(
				Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

		private final List<String> longForms = new ArrayList<>();

		/**
		 * The secrets as they are, in lower case: a short one is a part of other words.
		 */
		private final Set<String> words = new HashSet<>();

		/** The hashes of all that a part can begin with. */
		private final BitSet beginnings = new BitSet();

		private final int bits;

		Forms(Set<String> secrets) {
			int characters = 0;
			for (String secret : secrets) {
				this.words.add(secret.toLowerCase(Locale.ROOT));
				for (String form : (characters < CHARACTERS) ? SecretForms.of(secret) : SecretForms.plain(secret)) {
					if (form.length() < PART) {
						this.shortForms.add(form);
					}
					else {
						this.longForms.add(form);
						characters += form.length();
					}
				}
			}
			this.bits = Math.max(12, 35 - Integer.numberOfLeadingZeros(characters));
			for (String form : this.longForms) {
				for (int i = 0; i + PART <= form.length(); i++) {
					this.beginnings.set(hash(form, i));
				}
			}
		}

		private int hash(String text, int begin) {
			int hash = 0;
			for (int i = begin; i < begin + PART; i++) {
				hash = 31 * hash + text.charAt(i);
			}
			return ((hash ^ (hash >>> 15)) * 0x9E3779B1) >>> (32 - this.bits);
		}

		String mask(String text) {
			return maskForms(maskLabels(text));
		}

		private String maskForms(String text) {
			String masked = maskLong(text);
			for (String form : this.shortForms) {
				masked = (form.length() < SHORT || this.words.contains(form.toLowerCase(Locale.ROOT)))
						? standingAlone(form).matcher(masked).replaceAll(MASK) : masked.replace(form, MASK);
			}
			return masked;
		}

		/**
		 * Masks the part of a host's name in which a secret is encoded together with its
		 * neighbours (RFC 3492).
		 */
		private String maskLabels(String text) {
			return !text.contains("xn--") ? text : LABEL.matcher(text).replaceAll((label) -> {
				String decoded = IDN.toUnicode(label.group(), IDN.ALLOW_UNASSIGNED);
				return maskForms(decoded).equals(decoded) ? Matcher.quoteReplacement(label.group()) : MASK;
			});
		}

		/** To mask a letter wherever it is would give it away. */
		private static Pattern standingAlone(String form) {
			return Pattern.compile(ALONE.formatted(Pattern.quote(form)));
		}

		private String maskLong(String text) {
			StringBuilder masked = new StringBuilder();
			int copied = 0;
			for (int i = 0; i + PART <= text.length();) {
				int length = this.beginnings.get(hash(text, i)) ? partAt(text, i) : 0;
				if (length > 0) {
					masked.append(text, copied, i).append(MASK);
					copied = i + length;
				}
				i += Math.max(1, length);
			}
			return (copied > 0) ? masked.append(text, copied, text.length()).toString() : text;
		}

		/**
		 * The length of the longest part of a form that is in a text at a place, or 0.
		 */
		private int partAt(String text, int begin) {
			String beginning = text.substring(begin, begin + PART);
			int longest = 0;
			for (String form : this.longForms) {
				int least = Math.max(PART, Math.min(LONG_PART, form.length() * 2 / 3));
				int place = form.indexOf(beginning);
				for (int places = 0; place >= 0 && places < PLACES; places++) {
					int length = common(text, begin, form, place);
					longest = (length >= least) ? Math.max(longest, length) : longest;
					place = form.indexOf(beginning, place + 1);
				}
			}
			return longest;
		}

		private static int common(String text, int begin, String form, int place) {
			int length = 0;
			while (begin + length < text.length() && place + length < form.length()
					&& text.charAt(begin + length) == form.charAt(place + length)) {
				length++;
			}
			return length;
		}

	}

}
