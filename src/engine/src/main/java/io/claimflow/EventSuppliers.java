package io.claimflow;

import java.util.Optional;

/**
 * A description of who supplies the fields of events that a server cannot know by itself,
 * for an author whose workflow meets one that nobody supplies.
 */
@FunctionalInterface
public interface EventSuppliers {

	/**
	 * Tells who supplies a field.
	 * @param trigger the trigger of the event
	 * @param field the field's path in the event, such as {@code context.organization}
	 * @return words that end a sentence about the field, such as "organizationCode of a
	 * bean of TokenEventDetails supplies it", or empty if there is nothing to say
	 */
	Optional<String> of(Trigger trigger, String field);

}
