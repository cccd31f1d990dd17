using System.Text;
using Marketplace.IdentityServer.SecondFactors;

namespace Marketplace.IdentityServer.Tests.SecondFactors;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Makes_the_codes_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, Totp.CodeAt(Secret, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Takes_the_code_of_a_clock_that_is_a_little_off(int steps, bool isTaken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(2_000_000_015);
        var step = Totp.StepAt(now) + steps;

        Assert.Equal(isTaken ? step : null, Totp.StepOf(Secret, Totp.CodeAt(Secret, step), now));
    }

    [Fact]
    public void Writes_the_secret_as_apps_read_it() => Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Totp.TextOf(Secret));
}
