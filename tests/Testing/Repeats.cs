namespace Marketplace.Testing;

/// <summary>
/// How often a race is run. What is promised takes too long for every run of the tests, so most runs do less;
/// <c>./test --storms</c> runs the tests of the category "Storm", and nothing less than was named.
/// </summary>
public static class Repeats
{
    private static readonly bool AreFull = Environment.GetEnvironmentVariable("MARKETPLACE_STORMS") == "full";

    public static int Of(int named, int usual) => AreFull ? named : usual;
}
