package io.claimflow.management;

import org.jspecify.annotations.Nullable;

/**
 * Whose server this is, for the management call {@code business}. Without a bean of this
 * type, it is the application's name.
 */
@FunctionalInterface
public interface BusinessManagement {

	/** The business. */
	Business business();

	/**
	 * A business.
	 *
	 * @param code its code
	 * @param name its name
	 * @param email an email address
	 * @param phone a phone number
	 * @param industry what it does
	 * @param timezone where it is
	 * @param privacyUrl the URL of its privacy policy
	 * @param termsUrl the URL of its terms
	 */
	record Business(String code, String name, @Nullable String email, @Nullable String phone, @Nullable String industry,
			@Nullable String timezone, @Nullable String privacyUrl, @Nullable String termsUrl) {

		/** A business of which only code and name are known. */
		public static Business of(String code, String name) {
			return new Business(code, name, null, null, null, null, null, null);
		}

	}

}
