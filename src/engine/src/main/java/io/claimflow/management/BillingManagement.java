package io.claimflow.management;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What customers have agreed to, for the management calls {@code billing/entitlements}
 * and {@code billing/agreements}. Only an application with billing has a bean of this
 * type.
 * <p>
 * A method that cannot do what it is asked throws an {@link ApiException}, which says to
 * the caller what is wrong.
 */
public interface BillingManagement {

	/** What a customer is entitled to. */
	List<Entitlement> entitlements(String customerId);

	/** The plans that a customer is on. */
	List<Plan> plans(String customerId);

	/** What a customer has agreed to. */
	List<Agreement> agreements(String customerId);

	/**
	 * Something that a customer is entitled to.
	 *
	 * @param id its identifier
	 * @param featureCode the code of the feature
	 * @param featureName the name of the feature
	 * @param priceName the name of the price
	 * @param fixedCharge the price, if it is fixed, in cents
	 * @param unitAmount the price of a unit, in cents
	 * @param minimum the least number of units
	 * @param maximum the greatest number of units
	 */
	record Entitlement(String id, String featureCode, String featureName, String priceName,
			@Nullable Integer fixedCharge, @Nullable Integer unitAmount, @Nullable Integer minimum,
			@Nullable Integer maximum) {

	}

	/**
	 * A plan that a customer is on.
	 *
	 * @param code its code
	 * @param subscribedAt since when
	 */
	record Plan(String code, Instant subscribedAt) {

	}

	/**
	 * An agreement with a customer.
	 *
	 * @param id its identifier
	 * @param planCode the code of the plan
	 * @param expiresAt when it ends, if that is known
	 */
	record Agreement(String id, String planCode, @Nullable Instant expiresAt) {

	}

}
