using Marketplace.Domain.Identity;

namespace Marketplace.Domain.Tests.Identity;

public sealed class UsernameTests
{
    [Theory]
    [InlineData("aditi", "aditi")]
    [InlineData("  Aditi.Rao_7 ", "Aditi.Rao_7")]
    [InlineData("ａｄｉｔｉ", "aditi")] // full-width letters are the letters
    [InlineData("ﬁona", "fiona")] // so are ligatures
    public void Takes_names_and_shows_one_form_of_each(string text, string shown) => Assert.Equal(shown, Username.Read(text).Value);

    [Theory]
    [InlineData("ab")]
    [InlineData("")]
    [InlineData("1234")]
    [InlineData(".aditi")]
    [InlineData("aditi_")]
    [InlineData("adi..ti")]
    [InlineData("adi._ti")]
    [InlineData("adi ti")]
    [InlineData("adi-ti")]
    [InlineData("аditi")] // a Cyrillic letter that looks like ours
    [InlineData("அதிதி")]
    [InlineData("aditi\0")]
    [InlineData("adi\uFFFEti")]
    [InlineData("adi\ud800ti")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Refuses_what_could_be_mistaken(string text) => Assert.Equal("profile.username_unfit", Username.Read(text).Error?.Code);

    [Theory]
    [InlineData("admin")]
    [InlineData("Support")]
    [InlineData("a.d.m.i.n")]
    [InlineData("market_place")]
    [InlineData("ＡＤＭＩＮ")]
    public void Keeps_the_names_of_the_marketplace_itself(string text) => Assert.Equal("profile.username_reserved", Username.Read(text).Error?.Code);

    [Fact]
    public void Upper_and_lower_case_are_the_same_name() => Assert.Equal(Username.KeyOf("Aditi.Rao"), Username.KeyOf("aDITI.rAO"));
}
