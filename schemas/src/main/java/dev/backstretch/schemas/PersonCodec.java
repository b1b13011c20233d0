package dev.backstretch.schemas;

import dev.backstretch.domain.people.Person;
import org.apache.avro.Schema;

/** Who a runner is. */
final class PersonCodec implements Codec<Person> {
    @Override
    public Schema schema() {
        return Schemas.PERSON;
    }

    @Override
    public void write(Person person, AvroOutput out) {
        out.writeString(person.campId());
        out.writeString(person.runnerId());
        out.writeString(person.alias());
        out.writeNullableString(person.name());
        out.writeNullableString(person.contact());
        out.writeNullableString(person.birthDate());
        out.writeBoolean(person.boardConsent());
        out.writeStrings(person.sessions());
        out.writeInstant(person.updatedAt());
    }

    @Override
    public Person read(AvroInput in) {
        return new Person(
                in.readString(),
                in.readString(),
                in.readString(),
                in.readNullableString(),
                in.readNullableString(),
                in.readNullableString(),
                in.readBoolean(),
                in.readStrings(),
                in.readInstant());
    }
}
