// The graph that autograd recorded, from the parameters at the left to the loss at the right.

const svgName = "http://www.w3.org/2000/svg";

function svg(name, attributes, text) {
  const element = document.createElementNS(svgName, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

function showGraph(moment) {
  const place = document.getElementById("graph");
  if (!moment?.graph) {
    place.textContent = "Nothing is recorded here, because this part computes its gradient by hand.";
    return;
  }
  const [width, height, gapX, gapY] = [190, 62, 46, 18];
  const depths = [];
  const rows = [];
  const nodes = moment.graph.map((value, index) => {
    depths[index] = value.operands.length ? 1 + Math.max(...value.operands.map((operand) => depths[operand])) : 0;
    const row = rows[depths[index]] = (rows[depths[index]] ?? -1) + 1;
    return { x: depths[index] * (width + gapX) + 4, y: row * (height + gapY) + 4 };
  });
  const right = Math.max(...nodes.map((node) => node.x)) + width + 8;
  const bottom = Math.max(...nodes.map((node) => node.y)) + height + 8;
  const picture = svg("svg", { width: right, height: bottom, viewBox: `0 0 ${right} ${bottom}`, role: "img" });
  picture.append(svg("title", {}, "The graph. The same information follows as text."));
  moment.graph.forEach((value, index) => {
    for (const operand of value.operands) {
      const from = nodes[operand];
      const [x1, y1, x2, y2] = [from.x + width, from.y + height / 2, nodes[index].x, nodes[index].y + height / 2];
      const middle = (x1 + x2) / 2;
      picture.append(svg("path", { class: "edge", d: `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}` }));
    }
  });
  moment.graph.forEach((value, index) => {
    const { x, y } = nodes[index];
    const group = svg("g", { class: value.isParameter ? "parameter" : "" });
    group.append(svg("rect", { class: "node", x, y, width, height, rx: 6 }));
    const label = value.expression ? `${value.name} = ${value.expression}` : value.name;
    const gradient = value.gradient ? `grad ${value.gradient}` : value.isParameter || value.operands.length ? "" : "constant";
    [label, value.value, gradient].forEach((text, line) => {
      group.append(svg("text", { x: x + 8, y: y + 18 + 18 * line }, text.length > 25 ? text.slice(0, 24) + "…" : text));
    });
    picture.append(group);
  });
  const text = document.createElement("pre");
  text.textContent = moment.tree.join("\n");
  place.replaceChildren(picture, text);
}
