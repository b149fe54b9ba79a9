package io.claimflow.spring.slice;

import org.springframework.stereotype.Component;

/** A part of the application that needs what is not there. */
@Component
class SliceShop {

	SliceShop() {
		throw new IllegalStateException("The database of the shop is not there");
	}

}
