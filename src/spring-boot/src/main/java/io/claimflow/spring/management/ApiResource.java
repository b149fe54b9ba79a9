package io.claimflow.spring.management;

import java.util.List;

/**
 * A resource of the API with its operations.
 */
interface ApiResource {

	List<ApiOperation> operations();

}
