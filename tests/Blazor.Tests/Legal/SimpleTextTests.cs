using Marketplace.BlazorShared.Legal;

namespace Marketplace.Blazor.Tests.Legal;

public sealed class SimpleTextTests
{
    [Fact]
    public void Reads_headings_paragraphs_and_lists()
    {
        var blocks = SimpleText.Read("# Terms\n## Buying\nThe price\nholds.\n\n- one\n- two\nAfter.");

        Assert.Equal(
            ["Heading: Terms", "Subheading: Buying", "Paragraph: The price holds.", "List: one | two", "Paragraph: After."],
            blocks.Select(b => $"{b.Kind}: {string.Join(" | ", b.Lines.Select(l => string.Concat(l.Select(s => s.Words))))}"));
    }

    [Fact]
    public void Reads_bold_words_and_links()
    {
        var spans = Assert.Single(SimpleText.Read("Read **this** and [that](/cookies), or [ask](mailto:us@example.org).")).Lines[0];

        Assert.Equal(
            [new("Read "), new("this", true), new(" and "), new("that", false, "/cookies"), new(", or "), new("ask", false, "mailto:us@example.org"), new(".")],
            spans);
    }

    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JAVASCRIPT:alert)")]
    [InlineData("[x](data:text/html,hi)")]
    [InlineData("[x](//evil.example)")]
    [InlineData("[x](/\\evil.example)")]
    [InlineData("[x](http://evil.example)")]
    [InlineData("[x](https://a b)")]
    [InlineData("[x](java\tscript:alert)")]
    [InlineData("[x]()")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("[](/x)")]
    [InlineData("**")]
    [InlineData("****")]
    [InlineData("[[[(((")]
    public void Shows_whatever_else_as_it_is_written(string text)
    {
        var span = Assert.Single(Assert.Single(SimpleText.Read(text)).Lines[0]);

        Assert.Equal((text, null, false), (span.Words, span.Href, span.IsStrong));
    }

    [Fact]
    public void Reads_long_nonsense_in_no_time()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.NotEmpty(SimpleText.Read(string.Concat(Enumerable.Repeat("[**(", 5_000))));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }
}
