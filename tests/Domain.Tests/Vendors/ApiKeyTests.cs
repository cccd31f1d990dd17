using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Domain.Tests.Vendors;

public sealed class ApiKeyTests
{
    private const string Secret = "mk_0123456789abcdefghijklmnopqrstuv";
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);
    private static readonly UserId Owner = UserId.New();

    [Fact]
    public void Keeps_the_start_of_the_key_and_says_what_happened()
    {
        var key = Make("  Till  ", ["vendor.catalog", "vendor.orders"]).Value!;

        Assert.Equal(("Till", "mk_01234567", true), (key.Name, key.Prefix, key.IsAlive(Now)));
        Assert.Equal(ApiKey.AllScopes, key.Scopes);
        Assert.IsType<ApiKeyMade>(Assert.Single(key.TakeEvents()));
    }

    [Theory]
    [InlineData(" ", "vendor.orders", null, "api_key.name_invalid")]
    [InlineData("Till", "vendor.money", null, "api_key.scopes_invalid")]
    [InlineData("Till", "", null, "api_key.scopes_invalid")]
    [InlineData("Till", "vendor.orders", 0, "api_key.expiresat_invalid")]
    [InlineData("Till", "vendor.orders", 800, "api_key.expiresat_invalid")]
    public void Refuses_what_makes_no_sense(string name, string scopes, int? days, string code) =>
        Assert.Equal(code, Make(name, scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries), days is { } d ? Now.AddDays(d) : null).Error?.Code);

    [Fact]
    public void Works_until_it_is_revoked_or_over()
    {
        var key = Make("Till", ["vendor.orders"], Now.AddDays(30)).Value!;
        Assert.Equal((true, false), (key.IsAlive(Now.AddDays(29)), key.IsAlive(Now.AddDays(30))));

        Assert.True(key.Revoke(Owner, Now).IsSuccess);
        Assert.False(key.IsAlive(Now));
        Assert.Equal("api_key.over", key.Revoke(Owner, Now).Error?.Code);
        Assert.Equal("api_key.over", key.Rotate(Secret, [2], Owner, Now).Error?.Code);
    }

    [Fact]
    public void A_key_that_is_changed_works_a_week_beside_its_successor_and_is_changed_once()
    {
        var old = Make("Till", ["vendor.orders"], Now.AddDays(90)).Value!;
        var successor = old.Rotate("mk_zzzzzzzz", [2], Owner, Now).Value!;

        Assert.Equal((Now + ApiKey.Overlap, (ApiKeyId?)successor.Id), (old.ExpiresAt, old.SuccessorId));
        Assert.Equal(("Till", Now.AddDays(90)), (successor.Name, successor.ExpiresAt));
        Assert.Equal(old.Scopes, successor.Scopes);
        Assert.Equal("api_key.already_rotated", old.Rotate(Secret, [3], Owner, Now).Error?.Code);
    }

    [Fact]
    public void Changing_a_key_never_makes_it_last_longer()
    {
        var old = Make("Till", ["vendor.orders"], Now.AddDays(2)).Value!;

        Assert.Equal(Now.AddDays(2), old.Rotate("mk_zzzzzzzz", [2], Owner, Now).Value!.ExpiresAt);
        Assert.Equal(Now.AddDays(2), old.ExpiresAt);
    }

    private static Result<ApiKey> Make(string name, string[] scopes, DateTimeOffset? expiresAt = null) =>
        ApiKey.Make(VendorId.New(), name, scopes, expiresAt, Secret, [1], Owner, Now);
}
