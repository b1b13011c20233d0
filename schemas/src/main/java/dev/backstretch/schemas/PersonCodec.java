package dev.backstretch.schemas;

import dev.backstretch.domain.people.Exertion;
import dev.backstretch.domain.people.HiddenPlace;
import dev.backstretch.domain.people.Person;
import dev.backstretch.domain.people.Privacy;
import java.util.List;
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
        Privacy privacy = person.privacy();
        out.writeNullableBoolean(privacy.coach());
        out.writeNullableBoolean(privacy.replay());
        out.writeNullableBoolean(privacy.research());
        out.writeNullableBoolean(privacy.parental());
        out.writeNullableBoolean(privacy.minor());
        HiddenPlace home = privacy.home();
        out.writeNullableDouble(home == null ? null : home.latitudeDegrees());
        out.writeNullableDouble(home == null ? null : home.longitudeDegrees());
        out.writeNullableBoolean(privacy.zone());
        out.writeNullableBoolean(privacy.map());
        out.writeNullableString(privacy.optedOutOf());
        // who said nothing is written as before
        out.writeNullable(
                person.exertions().isEmpty() ? null : person.exertions(),
                (exertions, to) -> to.writeList(exertions, PersonCodec::writeExertion));
        out.writeNullableBoolean(person.tapsOnly() ? true : null);
    }

    private static void writeExertion(Exertion exertion, AvroOutput out) {
        out.writeString(exertion.sessionId());
        out.writeDouble(exertion.rating());
        out.writeInstant(exertion.at());
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
                in.readInstant(),
                privacy(in),
                exertions(in),
                Boolean.TRUE.equals(in.readNullableBoolean()));
    }

    private static List<Exertion> exertions(AvroInput in) {
        List<Exertion> read = in.readNullable(
                from -> from.readList(item -> new Exertion(item.readString(), item.readDouble(), item.readInstant())));
        return read == null ? List.of() : read;
    }

    private static Privacy privacy(AvroInput in) {
        Boolean coach = in.readNullableBoolean();
        Boolean replay = in.readNullableBoolean();
        Boolean research = in.readNullableBoolean();
        Boolean parental = in.readNullableBoolean();
        boolean minor = Boolean.TRUE.equals(in.readNullableBoolean());
        Double latitude = in.readNullableDouble();
        Double longitude = in.readNullableDouble();
        HiddenPlace home = latitude == null || longitude == null ? null : new HiddenPlace(latitude, longitude);
        Boolean zone = in.readNullableBoolean();
        Boolean map = in.readNullableBoolean();
        String optedOutOf = in.readNullableString();
        return new Privacy(coach, replay, research, zone, map, parental, minor, home, optedOutOf);
    }
}
