package io.claimflow.spring.management;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.claimflow.management.ApiErrors;
import io.claimflow.management.ApiException;
import io.claimflow.management.Property;
import io.claimflow.management.PropertyManagement;
import io.claimflow.management.PropertyOwner;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Properties in the table {@code claimflow_property}. A property is there once it has a
 * value; none has to be declared.
 */
final class JdbcPropertyManagement implements PropertyManagement {

	/** Each makes way for one other node that inserts the same property. */
	private static final int ATTEMPTS = 3;

	private final JdbcClient jdbc;

	private final TransactionOperations transactions;

	private final int maximum;

	/**
	 * Creates the management of properties.
	 * @param maximum the number of properties that an owner can have
	 */
	JdbcPropertyManagement(JdbcClient jdbc, TransactionOperations transactions, int maximum) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.maximum = maximum;
	}

	@Override
	public List<Property> list(PropertyOwner owner, String ownerId) {
		return this.jdbc
			.sql("select name, content from claimflow_property where owner_type = ? and owner_id = ? order by name")
			.params(owner.text(), ownerId)
			.query((result, number) -> property(result.getString("name"), result.getString("content")))
			.list();
	}

	private static Property property(String key, String value) {
		String id = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString().replace("-", "");
		return new Property("prop_" + id, key, key, null, value);
	}

	@Override
	public void update(PropertyOwner owner, String ownerId, Map<String, @Nullable String> values) {
		for (int attempt = 1;; attempt++) {
			try {
				this.transactions.executeWithoutResult((status) -> {
					values.forEach((key, value) -> set(owner, ownerId, key, value));
					requireRoom(owner, ownerId);
				});
				return;
			}
			catch (DuplicateKeyException ex) {
				if (attempt == ATTEMPTS) {
					throw new ApiException(409, "CONFLICT", "Others change the same properties: try again");
				}
			}
		}
	}

	private void set(PropertyOwner owner, String ownerId, String key, @Nullable String value) {
		if (value == null) {
			this.jdbc.sql("delete from claimflow_property where owner_type = ? and owner_id = ? and name = ?")
				.params(owner.text(), ownerId, key)
				.update();
		}
		else if (this.jdbc
			.sql("update claimflow_property set content = ? where owner_type = ? and owner_id = ? and name = ?")
			.params(value, owner.text(), ownerId, key)
			.update() == 0) {
			this.jdbc.sql("insert into claimflow_property (owner_type, owner_id, name, content) values (?, ?, ?, ?)")
				.params(owner.text(), ownerId, key, value)
				.update();
		}
	}

	private void requireRoom(PropertyOwner owner, String ownerId) {
		if (this.jdbc.sql("select count(*) from claimflow_property where owner_type = ? and owner_id = ?")
			.params(owner.text(), ownerId)
			.query(Integer.class)
			.single() > this.maximum) {
			throw ApiErrors.invalid("There would be more than " + this.maximum
					+ " properties: take some away, or an operator raises claimflow.api.properties");
		}
	}

}
