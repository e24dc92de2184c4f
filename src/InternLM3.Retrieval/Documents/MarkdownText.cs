using Markdig;
using Markdig.Syntax;

namespace InternLM3.Retrieval.Documents;

/// <summary>Reads Markdown (CommonMark and pipe tables, parsed by Markdig); blocks keep the source as written.</summary>
internal static class MarkdownText
{
    private static readonly MarkdownPipeline s_pipeline =
        new MarkdownPipelineBuilder().UsePreciseSourceLocation().UsePipeTables().UseYamlFrontMatter().Build();

    /// <summary>Reads a Markdown text; its first heading is the title.</summary>
    public static Document Read(string text)
    {
        MarkdownDocument parsed;
        try
        {
            parsed = Markdown.Parse(text, s_pipeline);
        }
        catch (ArgumentException e)
        {
            // Markdig throws this for nesting beyond its limit.
            throw new RetrievalException("is Markdown nested too deeply to be read.", e);
        }

        var blocks = new List<DocumentBlock>();
        string? title = null;
        AddBlocks(text, parsed, blocks, ref title);
        return new Document(text, title, blocks);
    }

    private static void AddBlocks(string text, ContainerBlock container, List<DocumentBlock> blocks, ref string? title)
    {
        foreach (var block in container)
        {
            switch (block)
            {
                case Markdig.Extensions.Yaml.YamlFrontMatterBlock:
                    break;
                case ListBlock or ListItemBlock or QuoteBlock:
                    AddBlocks(text, (ContainerBlock)block, blocks, ref title);
                    break;
                case HeadingBlock heading:
                    var (start, length) = Heading(text, heading.Span.Start, Math.Min(heading.Span.End + 1, text.Length));
                    if (length > 0)
                    {
                        blocks.Add(new DocumentBlock(start, length, heading.Level));
                        title ??= text.Substring(start, length);
                    }

                    break;
                default:
                    Add(text, block, blocks);
                    break;
            }
        }
    }

    private static void Add(string text, Block block, List<DocumentBlock> blocks)
    {
        var (start, end) = (block.Span.Start, Math.Min(block.Span.End + 1, text.Length));
        var previous = blocks.Count > 0 ? blocks[^1].End : 0;
        start = Math.Max(start, previous);
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        if (end > start)
        {
            blocks.Add(new DocumentBlock(start, end - start));
        }
    }

    /// <summary>The range of a heading without its marks: <c>##</c> around it or the line under it.</summary>
    private static (int Start, int Length) Heading(string text, int start, int end)
    {
        var line = text[start..end];
        var underline = line.LastIndexOf('\n');
        if (underline > 0 && line[(underline + 1)..].Trim() is { Length: > 0 } rule && rule.All(c => c is '=' or '-'))
        {
            line = line[..underline];
        }

        var from = 0;
        while (from < line.Length && (line[from] is '#' or ' ' or '\t'))
        {
            from++;
        }

        var trimmed = line[from..].TrimEnd().TrimEnd('#').TrimEnd();
        return (start + from, trimmed.Length);
    }
}
