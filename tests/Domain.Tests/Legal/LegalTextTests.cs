using Marketplace.Domain.Identity;
using Marketplace.Domain.Legal;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Tests.Legal;

public sealed class LegalTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 3, 4, 5, TimeSpan.Zero);
    private readonly LegalText _terms = LegalText.First(LegalKind.Terms, "# Terms\r\n\r\nBe kind.\n", Now);
    private readonly UserId _admin = UserId.New();

    [Fact]
    public void Comes_with_a_first_version_that_asks_nobody()
    {
        Assert.Equal((1, "# Terms\n\nBe kind.", false, null), (_terms.Current.Number, _terms.Current.Body, _terms.Current.AsksEverybody, _terms.Current.PublishedBy));
        Assert.Empty(_terms.TakeEvents());
    }

    [Fact]
    public void A_new_version_takes_its_place_and_the_older_ones_stay()
    {
        var published = _terms.Publish("Be kinder.", asksEverybody: true, basedOn: 1, _admin, Now.AddDays(1));

        Assert.Equal((2, true, _admin), (published.Value!.Number, published.Value.AsksEverybody, published.Value.PublishedBy));
        Assert.Same(published.Value, _terms.Current);
        Assert.Equal(["# Terms\n\nBe kind.", "Be kinder."], _terms.Versions.Select(v => v.Body));
        Assert.Equal(new LegalTextPublished(LegalKind.Terms, 2, Now.AddDays(1)), Assert.Single(_terms.TakeEvents()));
    }

    [Fact]
    public void What_somebody_else_published_meanwhile_is_not_passed_over()
    {
        _terms.Publish("Be kinder.", false, 1, _admin, Now);

        Assert.Equal("legal.changed_meanwhile", _terms.Publish("Be just.", false, 1, _admin, Now).Error?.Code);
        Assert.Equal(2, _terms.Current.Number);
    }

    [Theory]
    [InlineData("# Terms\n\nBe kind.")]
    [InlineData("\r\n# Terms\r\n\r\nBe kind.  ")]
    public void The_same_words_are_no_new_version(string body) => Assert.Equal("legal.nothing_new", _terms.Publish(body, true, 1, _admin, Now).Error?.Code);

    [Theory]
    [InlineData(LegalKind.Privacy)]
    [InlineData(LegalKind.Cookies)]
    public void Only_terms_ask_people_to_agree(LegalKind kind)
    {
        var text = LegalText.First(kind, "What we store.", Now);

        Assert.Equal("legal.not_agreed_to", text.Publish("What else we store.", asksEverybody: true, 1, _admin, Now).Error?.Code);
        Assert.True(text.Publish("What else we store.", asksEverybody: false, 1, _admin, Now).IsSuccess);
    }

    [Fact]
    public void Nobody_agrees_to_a_version_that_is_over_or_that_nobody_wrote()
    {
        _terms.Publish("Be kinder.", false, 1, _admin, Now);

        Assert.True(_terms.Accepts(2).IsSuccess);
        Assert.All((int[])[0, 1, 3], version => Assert.Equal("legal.other_version", _terms.Accepts(version).Error?.Code));
    }

    [Fact]
    public void Is_never_empty_and_never_too_long()
    {
        Assert.Throws<ArgumentException>(() => _terms.Publish(" \n ", false, 1, _admin, Now));
        Assert.Throws<ArgumentException>(() => _terms.Publish(new string('a', LegalText.BodyMaxLength + 1), false, 1, _admin, Now));
        Assert.Single(_terms.Versions);
    }
}
