using Marketplace.Domain.Identity;
using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Tests.Identity;

public sealed class ProfileTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly Profile _profile = Profile.Of(UserId.New(), "Aditi Rao");

    [Fact]
    public void Keeps_what_is_said_and_tells_that_it_changed()
    {
        Assert.True(_profile.Save(Input() with { Username = "Aditi", Bio = " Likes rice. ", Position = new(12.9, 80.2) }, Now).IsSuccess);

        Assert.Equal(("Aditi", "aditi", "Likes rice.", new(12.9, 80.2)), (_profile.Username, _profile.UsernameKey, _profile.Bio, _profile.Position!.Value));
        Assert.Equal(new ProfileChanged(_profile.UserId, Now), Assert.Single(_profile.TakeEvents()));
    }

    [Fact]
    public void A_username_can_be_changed_but_not_given_up()
    {
        _profile.Save(Input() with { Username = "aditi" }, Now);

        Assert.Equal("profile.username_stays", _profile.Save(Input(), Now).Error?.Code);
        Assert.True(_profile.Save(Input() with { Username = "aditi.rao" }, Now).IsSuccess);
        Assert.Equal("aditi.rao", _profile.UsernameKey);
    }

    [Theory]
    [InlineData(301, 0, "bio")]
    [InlineData(0, 81, "location")]
    public void Texts_have_a_length(int bio, int location, string field)
    {
        Assert.Equal(field, _profile.Save(Input() with { Bio = new('x', bio), Location = new('x', location) }, Now).Error?.Field);
        Assert.Empty(_profile.TakeEvents());
    }

    [Theory]
    [InlineData(9.9, LengthUnit.Centimetre, false)]
    [InlineData(10, LengthUnit.Centimetre, true)]
    [InlineData(172.5, LengthUnit.Centimetre, true)]
    [InlineData(172.55, LengthUnit.Centimetre, false)]
    [InlineData(300.1, LengthUnit.Centimetre, false)]
    [InlineData(3.9, LengthUnit.Inch, false)]
    [InlineData(118.1, LengthUnit.Inch, true)]
    [InlineData(118.2, LengthUnit.Inch, false)]
    [InlineData(-5, LengthUnit.Inch, false)]
    public void A_body_has_lengths_that_bodies_have(double value, LengthUnit unit, bool isFit)
    {
        var saved = _profile.Save(Input() with { Measurements = Measurements.None with { Waist = new((decimal)value, unit) } }, Now);

        Assert.Equal(isFit ? null : "measurements.waist", saved.Error?.Field);
    }

    [Theory]
    [InlineData(42, ShoeSystem.Eu, true)]
    [InlineData(42.5, ShoeSystem.Eu, true)]
    [InlineData(42.3, ShoeSystem.Eu, false)]
    [InlineData(8, ShoeSystem.Eu, false)]
    [InlineData(8, ShoeSystem.Uk, true)]
    [InlineData(42, ShoeSystem.Us, false)]
    public void Shoes_have_sizes_that_shoes_have(double value, ShoeSystem system, bool isFit) =>
        Assert.Equal(isFit, _profile.Save(Input() with { Measurements = Measurements.None with { Shoes = new((decimal)value, system) } }, Now).IsSuccess);

    [Fact]
    public void A_size_beyond_all_numbers_is_refused_and_breaks_nothing()
    {
        Assert.False(_profile.Save(Input() with { Measurements = Measurements.None with { Height = new(decimal.MaxValue, LengthUnit.Inch) } }, Now).IsSuccess);
        Assert.False(_profile.Save(Input() with { Measurements = Measurements.None with { Shoes = new(decimal.MaxValue, ShoeSystem.Uk) } }, Now).IsSuccess);
    }

    [Fact]
    public void A_photo_or_a_name_that_is_new_is_told()
    {
        _profile.Show(new MediaId(Guid.CreateVersion7()), Now);
        _profile.CallBy("Aditi Rao", Now); // no other name

        Assert.Single(_profile.TakeEvents());
        _profile.CallBy("Aditi R.", Now);
        Assert.Single(_profile.TakeEvents());
        Assert.Equal("Aditi R.", _profile.Name);
    }

    private static ProfileInput Input() => new(null, "", "", null, Audience.Everyone, Measurements.None);
}
