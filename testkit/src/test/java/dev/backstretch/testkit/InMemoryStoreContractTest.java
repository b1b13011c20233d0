package dev.backstretch.testkit;

import dev.backstretch.sink.InMemoryStore;
import dev.backstretch.sink.Store;

class InMemoryStoreContractTest extends StoreContractTest {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    Store store() {
        return store;
    }
}
