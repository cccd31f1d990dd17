using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Marketplace.WebApi.Shared;

/// <summary>Makes pages of the guides in <c>docs/</c>. It is our own Markdown; nothing of it is taken for HTML.</summary>
internal static class GuideText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Build();

    /// <param name="linkOf">The address of what a guide links to; null leaves the words without a link.</param>
    public static string ToHtml(string markdown, Func<string, string?> linkOf)
    {
        var guide = Markdown.Parse(markdown, Pipeline);
        foreach (var link in guide.Descendants<LinkInline>().ToList())
        {
            if (linkOf(link.Url ?? "") is { } address)
            {
                link.Url = address;
            }
            else
            {
                link.ReplaceBy(new ContainerInline());
            }
        }

        foreach (var block in guide.Descendants<LeafBlock>())
        {
            switch (block)
            {
                case HeadingBlock { Level: 1 }:
                    block.GetAttributes().AddClass("title");
                    break;
                case CodeBlock:
                    block.GetAttributes().AddProperty("tabindex", "0"); // long lines are scrolled with the keyboard, too
                    break;
            }
        }

        using var html = new StringWriter();
        var renderer = new HtmlRenderer(html);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.FindExact<CodeBlockRenderer>()!.OutputAttributesOnPre = true;
        renderer.Render(guide);
        return html.ToString()
            .Replace("<table>", "<div class=\"table-box\" tabindex=\"0\"><table class=\"table\">", StringComparison.Ordinal)
            .Replace("</table>", "</table></div>", StringComparison.Ordinal);
    }
}
